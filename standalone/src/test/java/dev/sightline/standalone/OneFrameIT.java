package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way of a frame from the camera's socket to the viewers' sockets, in one process. */
class OneFrameIT {

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults().manual());
  private RelayFixture relay;

  @AfterEach
  void stop() {
    relay.close();
    camera.close();
    Await.result(outside.close());
  }

  @Test
  void givesEachViewerTheFrameThatTheCameraSent() {
    relay = relay().with("front", camera).start();
    TestViewer one = TestViewer.open(outside, relay.url("/front/stream"));
    TestViewer other = TestViewer.open(outside, relay.url("/stream"));
    Await.until("the camera is watched", () -> camera.streamingClients() == 1);

    int sent = camera.sendFrame();

    one.awaitFrame("the frame", frame -> frame.sequence() == sent && frame.intact());
    other.awaitFrame("the frame", frame -> frame.sequence() == sent && frame.intact());
    assertThat(camera.connectionsEver()).isEqualTo(1);
  }

  @Test
  void showsAJoiningViewerTheNewestFrameWithoutWaitingForTheNext() {
    relay = relay().with("front", camera).start();
    TestViewer first = TestViewer.open(outside, relay.url("/front/stream"));
    Await.until("the camera is watched", () -> camera.streamingClients() == 1);
    int sent = camera.sendFrame();
    first.awaitFrames(1);

    for (int i = 0; i < 8; i++) {
      TestViewer late = TestViewer.open(outside, relay.url("/front/stream"));
      late.awaitFrame("the newest frame", frame -> frame.sequence() == sent);
    }
  }

  @Test
  void leavesTheCameraAloneWhileNobodyWatches() {
    relay = relay().lingering(Duration.ofMillis(200)).with("front", camera).start();
    assertThat(camera.connectionsEver()).isZero();

    TestViewer viewer = TestViewer.open(outside, relay.url("/front/stream"));
    Await.until("the camera is watched", () -> camera.streamingClients() == 1);
    viewer.close();

    Await.until("the camera is left alone", () -> camera.connections() == 0);
    assertThat(camera.connectionsEver()).isEqualTo(1);
  }
}
