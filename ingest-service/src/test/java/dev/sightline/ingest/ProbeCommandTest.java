package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.node.Program;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.CameraQuirk;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.HttpCamera;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code sightline probe} tells of a camera, and with which exit code. */
class ProbeCommandTest {

  private static final CameraOptions SMALL =
      CameraOptions.defaults().withFrameSize(5_000).withFps(50);

  private final Vertx vertx = Vertx.vertx();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void tellsWhatAStreamIs() {
    FakeCamera camera =
        camera(SMALL.withQuirks(CameraQuirk.NO_CONTENT_LENGTH, CameraQuirk.WRONG_BOUNDARY));

    assertThat(probe(camera.url() + "video?pwd=geheim")).isZero();

    assertThat(out.toString())
        .startsWith("http://127.0.0.1:%d/video?… gives pictures".formatted(camera.port()))
        .contains("200 OK (HTTP/1.1)")
        .contains("Content-Type: multipart/x-mixed-replace; boundary=anothertoken")
        .contains("anothertoken (announced)")
        .contains("--sightlinecamera (found)")
        .contains("64×48")
        .contains("5,000 to 5,000 bytes")
        .contains("parts don't announce their length")
        .contains("In the configuration file:")
        .doesNotContain("geheim");
    assertThat(err.toString()).contains("connecting to").contains("it answers 200 OK");
    assertThat(camera.connectionsEver()).isEqualTo(1);
  }

  @Test
  void tellsThatACameraGivesSinglePictures() {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request ->
                request
                    .response()
                    .putHeader("Content-Type", "image/jpeg")
                    .end(SampleJpegs.frame(0, 5_000, Instant.EPOCH)));

    assertThat(probe(camera.url("/shot.jpg"))).isZero();

    assertThat(out.toString()).contains("single pictures").contains("poll-every: 1s");
  }

  @Test
  void tellsWhyThereAreNoPictures() {
    FakeCamera camera = camera(SMALL.withCredentials("ann", "right"));

    assertThat(probe("http://ann:geheim@127.0.0.1:%d/".formatted(camera.port()))).isEqualTo(1);

    assertThat(out.toString())
        .contains("gives no pictures")
        .contains("it refuses the credentials (401)")
        .contains("password: ${CAMERA_PASSWORD}");
    assertThat(out.toString() + err).doesNotContain("geheim").doesNotContain("ann:");
  }

  @Test
  void tellsThatNobodyIsThere() {
    FakeCamera camera = camera(SMALL);
    camera.stopListening();

    assertThat(probe(camera.url())).isEqualTo(1);

    assertThat(out.toString()).contains("it refuses the connection");
  }

  @Test
  void tellsTheSameAsJson() {
    FakeCamera camera = camera(SMALL);

    assertThat(probe("--json", camera.url())).isZero();

    JsonObject found = new JsonObject(out.toString());
    assertThat(found.getBoolean("pictures")).isTrue();
    assertThat(found.getJsonObject("answer").getInteger("status")).isEqualTo(200);
    assertThat(found.getJsonObject("stream").getString("format")).isEqualTo("multipart");
    assertThat(found.getJsonObject("stream").getInteger("width")).isEqualTo(64);
    assertThat(found.getJsonArray("quirks")).isEmpty();
    assertThat(found.getString("configuration")).contains("url: " + camera.url());
  }

  @Test
  void looksAtACameraOfTheConfiguration() throws IOException {
    FakeCamera camera = camera(SMALL);
    Path file = directory.resolve("sightline.yaml");
    Files.writeString(file, "cameras:\n  yard:\n    url: " + camera.url() + "\n");

    assertThat(probe("--config", file.toString(), "yard")).isZero();

    assertThat(out.toString()).contains("gives pictures").contains("  yard:");
  }

  @Test
  void looksAtACameraThatIsAskedForSinglePictures() {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request ->
                request
                    .response()
                    .putHeader("Content-Type", "image/jpeg")
                    .end(SampleJpegs.frame(1, 5_000, Instant.EPOCH)));

    assertThat(probe("poll:" + camera.url("/shot?fps=20&cache-buster=t"))).isZero();

    assertThat(out.toString())
        .startsWith("poll:" + camera.url("/shot") + " gives")
        .contains("url: poll:" + camera.url("/shot"))
        .contains("poll-every: 50ms")
        .contains("cache-buster: t");
    assertThat(camera.requests()).allMatch(request -> request.getParam("t") != null);
  }

  @Test
  void listsWhatAWebcamCan() throws IOException {
    Requires.program("sh");
    Path picture = directory.resolve("0.jpg");
    Files.write(picture, SampleJpegs.frame(0, 5_000, Instant.EPOCH).getBytes());
    Path fake = directory.resolve("ffmpeg");
    Files.writeString(
        fake,
        """
        #!/bin/sh
        case "$*" in *pipe:1) cat %1$s %1$s; exec sleep 1000;; esac
        echo '[v4l2 @ 0x1] Compressed:       mjpeg :          Motion-JPEG : 640x480 1280x720' >&2
        exit 1
        """
            .formatted(picture));
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    Path file = directory.resolve("sightline.yaml");
    Files.writeString(file, "ingest: {ffmpeg: %s}\n".formatted(fake));

    assertThat(probe("--config", file.toString(), "v4l2:/dev/null")).isZero();

    assertThat(out.toString())
        .startsWith("v4l2:/dev/null gives pictures")
        .contains("mjpeg (Motion-JPEG) 640x480 1280x720")
        .contains("one JPEG after another")
        .contains("url: v4l2:/dev/null")
        .doesNotContain("authentication");
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  void looksAtAProgramOfTheConfiguration() throws IOException {
    Requires.program("sh");
    Path file = directory.resolve("sightline.yaml");
    Files.writeString(file, "cameras: {dying: {exec: \"sh -c 'echo why geheim; exit 3'\"}}\n");

    assertThat(probe("--config", file.toString(), "dying")).isEqualTo(1);

    assertThat(out.toString())
        .startsWith("exec:sh gives no pictures")
        .contains("sh has ended with exit code 3")
        .doesNotContain("geheim");
  }

  @Test
  void looksAtAFolder() throws IOException {
    Files.write(directory.resolve("0.jpg"), SampleJpegs.frame(0, 5_000, Instant.EPOCH).getBytes());
    Path file = directory.resolve("sightline.yaml");
    Files.writeString(file, "cameras: {shots: {url: \"dir:%s\"}}\n".formatted(directory));

    assertThat(probe("dir:" + directory + "?fps=50")).isZero();
    assertThat(probe("--config", file.toString(), "shots")).isZero();

    assertThat(out.toString())
        .startsWith("dir:%s gives pictures".formatted(directory))
        .contains("url: dir:" + directory)
        .contains("  shots:");
  }

  @Test
  void saysWhatIsWrongWithAFolder() {
    assertThat(probe("dir:/?fps=1000")).isEqualTo(2);

    assertThat(err.toString()).contains("a parameter fps that must be a number from 0.01 to 100");
  }

  @Test
  void runsNoProgramThatTheFileDoesNotName() {
    assertThat(probe("exec:touch " + directory.resolve("trace"))).isEqualTo(2);

    assertThat(err.toString()).contains("programs are named in the configuration file only");
    assertThat(directory.resolve("trace")).doesNotExist();
  }

  @Test
  void saysThatThereIsNoSuchCamera() {
    assertThat(probe("yard")).isEqualTo(2);

    assertThat(err.toString()).contains("no name of a camera").contains("must start with http://");
  }

  @Test
  void repeatsNothingOfAUrlThatIsNone() {
    assertThat(probe("ann:geheim@192.0.2.10/video")).isEqualTo(2);

    assertThat(out.toString() + err).doesNotContain("geheim");
  }

  @Test
  void saysThatTheTimeMakesNoSense() {
    assertThat(probe("--for", "5", "http://127.0.0.1/")).isEqualTo(2);

    assertThat(err.toString()).contains("--for must be a duration with its unit");
  }

  private FakeCamera camera(CameraOptions options) {
    return FakeCamera.start(vertx, options);
  }

  private int probe(String... arguments) {
    CommandLine command = Program.commandLine(new ProbeCommand());
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] quickly = new String[arguments.length + 2];
    quickly[0] = "--for";
    quickly[1] = "200ms";
    System.arraycopy(arguments, 0, quickly, 2, arguments.length);
    return command.execute(arguments[0].equals("--for") ? arguments : quickly);
  }
}
