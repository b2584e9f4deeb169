package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cameras behind Digest authentication that others have written: Apache's and motion's. */
class DigestCameraIT {

  /** At 10 fps that is longer than a nonce lives. */
  private static final int TWO_SECONDS = 20;

  private final Vertx outside = Vertx.vertx();
  private final RelayFixture relay = relay();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    relay.close();
    Await.result(outside.close());
  }

  @Test
  void relaysACameraBehindApache() {
    try (FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults());
        ApacheProxy apache = ApacheProxy.start(directory, "Zoë", "a:b c", camera.url())) {
      TestViewer viewer = watch("Zo%C3%AB:a%3Ab%20c", apache.port(), "/video?a=%20b,c");
      viewer.awaitFrames(TWO_SECONDS);
      assertThat(camera.requests())
          .hasSize(1)
          .allSatisfy(request -> assertThat(request.line()).startsWith("GET /video?a=%20b,c "));

      camera.cutMidFrame();
      viewer.awaitMoreFrames(TWO_SECONDS);

      apache.awaitAnswer(401, ".*stale=true");
      assertThat(viewer.isDisconnected()).isFalse();
      assertThat(viewer.tally().corrupt()).isZero();
    }
  }

  @Test
  void relaysMotionBehindItsOwnDigest() {
    try (RealCamera camera = RealCamera.motionWithDigest(directory, "user", "s3cret")) {
      TestViewer viewer = watch("user:s3cret", camera.port(), "/");
      viewer.awaitFrames(TWO_SECONDS);

      assertThat(viewer.tally().corrupt()).isZero();
    }
  }

  private TestViewer watch(String credentials, int port, String target) {
    relay.with("front", "http://%s@127.0.0.1:%d%s".formatted(credentials, port, target)).start();
    return TestViewer.open(outside, relay.url("/front/stream"));
  }
}
