package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs other than browsers watch our stream. */
class ReadersIT {

  private static final int FRAME_BYTES = 20_000;

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
}
