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

/** Sightline as a camera of itself: a relay far away that pulls from the one beside the camera. */
class OwnCameraIT {

  private static final int FRAMES = 20;

  /** Of pictures that are polled there is one a second. */
  private static final int POLLED = 3;

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults());
  private final RelayFixture near = relay();
  private final RelayFixture far = relay();

  @AfterEach
  void stop() {
    far.close();
    near.close();
    camera.close();
    Await.result(outside.close());
  }

  @Test
  void relaysItsOwnStreamWithoutALoss() {
    FakeCamera paced = FakeCamera.start(outside, CameraOptions.defaults().manual());
    near.with("front", paced).start();
    far.with("front", near.url("/front/stream")).start();
    TestViewer viewer = TestViewer.open(outside, far.url("/front/stream"));
    paced.awaitStreamingClients(1);

    for (int i = 0; i < FRAMES; i++) {
      int sent = paced.sendFrame();
      viewer.awaitFrame("frame " + sent, frame -> frame.sequence() == sent);
    }

    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(viewer.tally().gaps()).isZero();
    assertThat(viewer.quirks()).isEmpty();
    assertThat(paced.connectionsEver()).isEqualTo(1);
  }

  @Test
  void leavesTheCameraAloneWhenNobodyWatchesAtTheFarEnd() {
    near.lingering(Duration.ZERO).with("front", camera).start();
    far.lingering(Duration.ZERO).with("front", near.url("/front/stream")).start();
    TestViewer viewer = TestViewer.open(outside, far.url("/front/stream"));
    viewer.awaitFrames(1);

    viewer.close();

    Await.until("the camera has no client", () -> camera.connections() == 0);
  }

  @Test
  void showsThePictureAgainAfterTheNearRelayHasLostItsCamera() {
    near.with("front", camera).start();
    far.with("front", near.url("/front/stream")).start();
    TestViewer viewer = TestViewer.open(outside, far.url("/front/stream"));
    viewer.awaitFrames(3);

    camera.cutMidFrame();

    int before = camera.lastSequence();
    viewer.awaitFrame("a later picture", frame -> frame.sequence() > before);
    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(viewer.tally().backwards()).isZero();
  }

  @Test
  void pollsItsOwnSnapshot() {
    near.with("front", camera).start();
    far.with("front", near.url("/front/snapshot")).start();

    TestViewer viewer = TestViewer.open(outside, far.url("/front/stream"));
    viewer.awaitFrames(POLLED);

    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(viewer.tally().backwards()).isZero();
    assertThat(viewer.quirks()).isEmpty();
  }
}
