package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.demo.DemoCamera;
import dev.sightline.demo.DemoOptions;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.CameraQuirk;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.ViewerOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs other than browsers watch our stream. */
class ReadersIT {

  private static final int FRAME_BYTES = 20_000;

  /** For large programs, which a busy machine may have to read from its disk first. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String OPENCV =
      """
      import cv2, sys
      capture = cv2.VideoCapture(sys.argv[1])
      for number in range(1, 21):
          taken, picture = capture.read()
          if not taken:
              sys.exit("picture %d didn't come" % number)
          print(number, picture.shape)
      """;

  private static final String GSTREAMER =
      "gst-launch-1.0 -v souphttpsrc location=%s is-live=true"
          + " ! multipartdemux ! jpegdec ! fakesink num-buffers=20 silent=false";

  /** Writes each picture that it has decoded to a file of its own. */
  private static final String VLC =
      "cvlc -I dummy --no-audio --vout vdummy --video-filter scene --scene-format png"
          + " --scene-ratio 1 --scene-path %s %s";

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera =
      FakeCamera.start(outside, CameraOptions.defaults().withFrameSize(FRAME_BYTES));
  private final RelayFixture relay = relay();

  @BeforeEach
  void start() {
    relay.with("front", camera).start();
  }

  @AfterEach
  void stop() {
    relay.close();
    camera.close();
    Await.result(outside.close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-f mpjpeg", "-f mpjpeg -strict_mime_boundary 1", "-f mjpeg", ""})
  void letsFfmpegDecodeTenFrames(String format) {
    Requires.program("ffmpeg");
    String command =
        "ffmpeg -nostdin -nostats -v warning -xerror %s -i %s -frames:v 10 -f null -progress - -"
            .formatted(format, relay.url("/front/stream"));
    try (RunningProgram ffmpeg = RunningProgram.start(command.split(" +"))) {
      assertThat(ffmpeg.awaitExit()).as(ffmpeg.lines().toString()).isZero();
      ffmpeg.awaitLine("^frame=10$");
    }
  }

  @Test
  void letsFfprobeFindOutWhatItIs() {
    Requires.program("ffprobe");
    String command =
        "ffprobe -v error -show_entries format=format_name:stream=codec_name,width,height -of csv=p=0 "
            + relay.url("/front/stream");
    try (RunningProgram ffprobe = RunningProgram.start(command.split(" "))) {
      assertThat(ffprobe.awaitExit()).as(ffprobe.lines().toString()).isZero();
      assertThat(ffprobe.lines()).containsExactly("mjpeg,64,48", "mpjpeg");
    }
  }

  @Test
  void sendsAReaderOfHttp10TheBareStream(@TempDir Path directory) throws IOException {
    Requires.program("curl");
    Path body = directory.resolve("body");
    try (RunningProgram curl =
        RunningProgram.start(
            "curl --http1.0 -sN -D - -o %s %s"
                .formatted(body, relay.url("/front/stream"))
                .split(" "))) {
      curl.awaitLine("^$");
      Await.until("curl has a frame", () -> body.toFile().length() > FRAME_BYTES);

      assertThat(curl.lines().get(0)).matches("HTTP/1\\.[01] 200 .*");
      assertThat(curl.lines())
          .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("transfer-encoding"));
    }
    String start = Files.readString(body, StandardCharsets.ISO_8859_1).substring(0, 200);
    assertThat(start).startsWith("--boundarydonotcross\r\nContent-Type: image/jpeg\r\n");
  }

  @Test
  void sendsAReaderOfHttp10EveryFrameWhole() {
    TestViewer viewer =
        TestViewer.open(
            outside,
            PlainRequest.get(relay.url("/front/stream")).withVersion("HTTP/1.0"),
            ViewerOptions.defaults());

    viewer.awaitFrames(10);

    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(viewer.quirks()).isSubsetOf(CameraQuirk.HTTP_1_0);
    assertThat(viewer.headers().contains("Transfer-Encoding")).isFalse();
  }

  @Test
  void sendsAReaderThatOffersHttp2TheStreamOverHttp1(@TempDir Path directory) {
    Requires.program("curl");
    Path body = directory.resolve("body");
    try (RunningProgram curl =
        RunningProgram.start(
            "curl --http2 -sN -D - -o %s %s"
                .formatted(body, relay.url("/front/stream"))
                .split(" "))) {
      curl.awaitLine("^HTTP/1\\.1 200 .*");
      Await.until("curl has a frame", () -> body.toFile().length() > FRAME_BYTES);
    }
  }

  @Test
  void letsOpenCvReadTwentyPictures() {
    Path python = Requires.pythonModule("cv2");
    try (RunningProgram opencv =
        RunningProgram.start(python.toString(), "-c", OPENCV, relay.url("/front/stream"))) {
      assertThat(opencv.awaitExit(PATIENCE)).as(opencv.lines().toString()).isZero();
      opencv.awaitLine("^20 \\(48, 64, 3\\)$");
    }
  }

  @Test
  void letsGstreamerDecodeTwentyPictures() {
    Requires.program("gst-launch-1.0");
    String command = GSTREAMER.formatted(relay.url("/front/stream"));
    try (RunningProgram gstreamer = RunningProgram.start(command.split(" "))) {
      assertThat(gstreamer.awaitExit(PATIENCE)).as(gstreamer.lines().toString()).isZero();
      gstreamer.awaitLine("image/jpeg");
      gstreamer.awaitLine("video/x-raw.*width=\\(int\\)64, height=\\(int\\)48");
      assertThat(gstreamer.lines().stream().filter(line -> line.contains("chain   *")))
          .hasSizeGreaterThanOrEqualTo(20);
    }
  }

  @Test
  void letsVlcDecodePictureAfterPicture(@TempDir Path directory) {
    Requires.program("cvlc");
    List<String> command = new ArrayList<>(RealCamera.asNobody(directory));
    command.addAll(List.of(VLC.formatted(directory, relay.url("/front/stream")).split(" ")));
    assertThat(directory.toFile().setWritable(true, false)).isTrue();
    try (RunningProgram vlc = RunningProgram.start(command, Map.of(), directory)) {
      Await.until(
          PATIENCE,
          () -> "VLC has written six different pictures: " + vlc.lines(),
          () -> differentPictures(directory) >= 6);
    }
  }

  /** It takes no pictures smaller than these, and notes their size when it has decoded some. */
  @Test
  void letsMotionWatch(@TempDir Path directory) {
    DemoCamera demo = new DemoCamera(new DemoOptions("127.0.0.1", 0, 10, 160, 120, 0.75));
    Await.result(outside.deployVerticle(demo));
    String source = "http://127.0.0.1:" + demo.port() + "/";
    try (RelayFixture other = relay().with("demo", source).start();
        RealCamera motion = RealCamera.motion(directory, other.url("/demo/stream"))) {
      Await.until(
          motion.program() + " has decoded pictures",
          () -> new String(contents(directory.resolve("motion.log")), UTF_8).contains("160 x 120"));
    }
  }

  @Test
  void letsWgetFetchTheStream(@TempDir Path directory) {
    Requires.program("wget");
    Path body = directory.resolve("body");
    try (RunningProgram wget =
        RunningProgram.start(
            "wget -nv --tries=1 -O %s %s".formatted(body, relay.url("/front/stream")).split(" "))) {
      Await.until(
          Await.DEADLINE,
          () -> "wget has three pictures: " + wget.lines(),
          () -> body.toFile().length() > 3 * FRAME_BYTES);
      assertThat(wget.isAlive()).isTrue();
    }
  }

  private static long differentPictures(Path directory) {
    return Arrays.stream(directory.toFile().listFiles((in, name) -> name.endsWith(".png")))
        .map(file -> ByteBuffer.wrap(contents(file.toPath())))
        .distinct()
        .count();
  }

  private static byte[] contents(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
