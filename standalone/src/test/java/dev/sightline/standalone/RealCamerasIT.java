package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.ViewerOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs in the field send reaches viewers as whole pictures in a clean stream. */
class RealCamerasIT {

  private static final int PICTURES = 10;

  /** Of what comes once a second: the card that ustreamer shows, and pictures that are polled. */
  private static final int SLOW_PICTURES = 3;

  private final Vertx outside = Vertx.vertx();
  private final RelayFixture relay = relay().withSnapshotWait(Await.DEADLINE);

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    relay.close();
    Await.result(outside.close());
  }

  @Test
  void relaysFfmpegWhichTakesOneClient() {
    try (RealCamera camera = RealCamera.ffmpeg(FreePort.onLoopback())) {
      relay.with("front", camera.url()).start();
      watchFromTwoSides(PICTURES, 320);
      takeSnapshot(320);
    }
  }

  @Test
  void relaysFfmpegWhichAnnouncesNoMultipart() {
    try (RealCamera camera = RealCamera.ffmpegWithoutType()) {
      relay.with("front", camera.url()).start();
      watchFromTwoSides(PICTURES, 320);
    }
  }

  @Test
  void goesOnWithTheNextFfmpegWhenOneHasEnded() {
    int port = FreePort.onLoopback();
    relay.with("front", "http://127.0.0.1:" + port + "/").start();
    TestViewer viewer = watch();
    try (RealCamera first = RealCamera.ffmpeg(port)) {
      viewer.awaitFrames(PICTURES);
    }
    try (RealCamera next = RealCamera.ffmpeg(port)) {
      viewer.awaitMoreFrames(PICTURES);
    }

    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(viewer.isDisconnected()).isFalse();
  }

  @Test
  void relaysUstreamerOverOneConnection() {
    try (RealCamera camera = RealCamera.ustreamer()) {
      camera.program().awaitLine("Listening HTTP");
      relay.with("front", camera.url() + "stream").start();
      watchFromTwoSides(SLOW_PICTURES, 640);
      takeSnapshot(640);

      camera.program().awaitLine("Registered client.*clients now: 1$");
      assertThat(camera.program().lines())
          .filteredOn(line -> line.contains("Registered"))
          .hasSize(1);
    }
  }

  @Test
  void relaysMotionWithItsPaddedLengths() {
    try (RealCamera camera = RealCamera.motion(directory)) {
      relay.with("front", camera.url()).start();
      watchFromTwoSides(PICTURES, 320);
      takeSnapshot(320);
    }
  }

  /** The dialects in which it speaks to browsers with faults, and to clients of mjpg-streamer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "stream?advance_headers=1",
        "stream?dual_final_frames=1",
        "stream?extra_headers=1",
        "?action=stream"
      })
  void relaysEveryDialectOfUstreamer(String target) {
    try (RealCamera camera = RealCamera.ustreamer()) {
      camera.program().awaitLine("Listening HTTP");
      relay.with("front", camera.url() + target).start();
      watchFromTwoSides(SLOW_PICTURES, 640);
    }
  }

  @Test
  void pollsTheSnapshotOfUstreamer() {
    try (RealCamera camera = RealCamera.ustreamer()) {
      camera.program().awaitLine("Listening HTTP");
      relay.with("front", camera.url() + "snapshot").start();
      TestViewer viewer = watch();
      viewer.awaitFrames(SLOW_PICTURES);

      assertThat(viewer.seen()).allSatisfy(frame -> assertWidth(frame.jpeg(), 640));
      assertThat(viewer.quirks()).isEmpty();
    }
  }

  @Test
  void relaysVlcWhichAnnouncesNoMultipart() {
    try (RealCamera camera = RealCamera.vlc(directory)) {
      relay.with("front", camera.url()).start();
      watchFromTwoSides(PICTURES, 320);
      takeSnapshot(320);
    }
  }

  @Test
  void relaysGstreamersMultipart() {
    String type = "multipart/x-mixed-replace;boundary=gstreamer";
    try (RealCamera camera = RealCamera.gstreamer();
        HttpFront front = HttpFront.of(outside, camera.port(), type)) {
      relay.with("front", front.url()).start();
      watchFromTwoSides(PICTURES, 320);
      takeSnapshot(320);
    }
  }

  private void watchFromTwoSides(int pictures, int width) {
    TestViewer one = watch();
    TestViewer other = watch();
    one.awaitFrames(pictures);
    other.awaitFrames(pictures);

    assertThat(one.seen()).allSatisfy(frame -> assertWidth(frame.jpeg(), width));
    assertThat(one.tally().corrupt()).isZero();
    assertThat(other.tally().corrupt()).isZero();
    assertThat(one.quirks()).isEmpty();
    assertThat(relay.metric("sightline.camera.refused")).isZero();
  }

  private void takeSnapshot(int width) {
    HttpReply snapshot = TestViewer.get(relay.url("/front/snapshot"));

    assertThat(snapshot.status()).isEqualTo(200);
    assertThat(snapshot.header("Content-Type")).isEqualTo("image/jpeg");
    assertWidth(Optional.of(snapshot.body()), width);
  }

  private TestViewer watch() {
    return TestViewer.open(
        outside,
        PlainRequest.get(relay.url("/front/stream")),
        ViewerOptions.defaults().withKeptFrames(PICTURES).withPictures());
  }

  private static void assertWidth(Optional<Buffer> jpeg, int width) {
    assertThat(jpeg.map(RealCamerasIT::decode).map(BufferedImage::getWidth)).hasValue(width);
  }

  /** The picture; null when it is none. */
  private static BufferedImage decode(Buffer jpeg) {
    try {
      return ImageIO.read(new ByteArrayInputStream(jpeg.getBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
