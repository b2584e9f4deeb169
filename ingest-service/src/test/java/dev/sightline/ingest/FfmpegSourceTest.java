package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamState;
import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.ingest.FfmpegPolicy.RtspTransport;
import dev.sightline.program.ProgramEnd;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How ffmpeg is asked for the pictures of a webcam or an RTSP camera, and what is made of its
 * words. A script takes its place that notes its arguments.
 */
class FfmpegSourceTest {

  private static final String WEBCAM =
      """
      ffmpeg version %s Copyright (c) 2000-2026
      [video4linux2,v4l2 @ 0x5] Compressed:       mjpeg :          Motion-JPEG : 640x480
      [video4linux2,v4l2 @ 0x5] Raw       :     yuyv422 :           YUYV 4:2:2 : 640x480 320x240
      /dev/null: Immediate exit requested
      """;

  private static final String H264 = "  Stream #0:0: Video: h264 (Main), yuv420p, 640x480, 25 tbr";
  private static final String MJPEG = "  Stream #0:0: Video: mjpeg (Baseline), yuvj420p, 640x480";

  private final Vertx vertx = Vertx.vertx();
  private PulledCamera source;

  @TempDir private Path directory;

  @BeforeEach
  void needsAShell() {
    Requires.program("sh");
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void takesTheJpegsThatAWebcamMakes() throws IOException {
    pull("v4l2:/dev/null?width=640&height=480&fps=15", WEBCAM.formatted("5.1.9-0+deb12u1"));

    assertThat(calls())
        .containsExactly(
            "-nostdin -f v4l2 -list_formats all -i /dev/null",
            "-nostdin -hide_banner -loglevel error -f v4l2 -input_format mjpeg -video_size 640x480"
                + " -framerate 15 -i /dev/null -map 0:v:0 -c:v copy -flush_packets 1 -f mpjpeg"
                + " pipe:1");
    assertThat(source.status().source()).startsWith("v4l2:/dev/null?width=640");
  }

  @Test
  void makesJpegsOfASizeThatTheWebcamHasOtherwise() throws IOException {
    pull("v4l2:/dev/null?width=320&height=240&quality=70", WEBCAM.formatted("4.4.2"));

    assertThat(calls().get(1))
        .isEqualTo(
            "-nostdin -hide_banner -loglevel error -f v4l2 -video_size 320x240 -i /dev/null"
                + " -map 0:v:0 -c:v mjpeg -q:v 5 -vsync passthrough -flush_packets 1 -f mpjpeg"
                + " pipe:1");
  }

  @Test
  void makesJpegsOfTheVideoOfAnRtspCamera() throws IOException {
    pull("rtsp://127.0.0.1/live", "ffmpeg version n7.0\n" + H264);

    assertCalls(
        "-protocol_whitelist rtsp,rtsps,rtp,srtp,udp,tcp,tls -rtsp_transport tcp"
            + " -allowed_media_types video -analyzeduration 0 -probesize 32"
            + " -i rtsp://127.0.0.1:554/live");
    assertThat(inputs()).isEmpty();
  }

  /** Arguments are seen by every user of the machine. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtsp://ann:s3cret%20x@127.0.0.1:554/live",
        "rtsp://127.0.0.1:554/live?pwd=s3cret&b=it's"
      })
  void givesAUrlWithSecretsToFfmpegAsInput(String url) throws IOException {
    pull(url, "ffmpeg version n7.0\n" + H264);

    assertCalls(
        "-protocol_whitelist pipe,rtsp,rtsps,rtp,srtp,udp,tcp,tls -safe 0 -f concat"
            + " -analyzeduration 0 -probesize 32 -i pipe:0");
    String list =
        """
        ffconcat version 1.0
        file '%s'
        option rtsp_transport tcp
        option allowed_media_types video
        option analyzeduration 0
        option probesize 32
        """
            .formatted(url.replace("'", "'\\''"));
    assertThat(inputs()).isEqualTo(list + list);
  }

  @Test
  void givesItAsAnArgumentToAnFfmpegThatIsTooOld() throws IOException {
    pull("rtsp://ann:s3cret@127.0.0.1/live", "ffmpeg version 4.3.6-0\n" + H264);

    assertThat(calls()).hasSize(3);
    assertThat(calls().get(0)).endsWith(" -i pipe:0");
    assertThat(calls().get(1)).endsWith(" -i rtsp://ann:s3cret@127.0.0.1:554/live");
    assertThat(calls().get(2)).contains(" -i rtsp://ann:s3cret@127.0.0.1:554/live -map");
  }

  private void assertCalls(String input) {
    assertThat(calls())
        .containsExactly(
            "-nostdin " + input,
            "-nostdin -hide_banner -loglevel error "
                + input
                + " -map 0:v:0 -c:v mjpeg -q:v 3 -fps_mode passthrough -flush_packets 1 -f mpjpeg"
                + " pipe:1");
    assertThat(source.changes().toString()).doesNotContain("s3cret").doesNotContain("ann");
  }

  @Test
  void takesTheJpegsOfAnRtspCamera() throws IOException {
    pull("rtsp://127.0.0.1:8554/live", MJPEG);

    assertThat(calls().get(1)).contains(" -c:v copy ").doesNotContain("probesize");
  }

  @Test
  void remembersWhatItFoundOut() throws IOException {
    pull("rtsp://127.0.0.1:8554/live", MJPEG);
    ProcessHandle.current().children().forEach(ProcessHandle::destroy);

    Await.until("another run", () -> calls().size() == 3);
    assertThat(calls().get(2)).isEqualTo(calls().get(1));
  }

  @Test
  void looksAgainWhenItFoundNoPictures() throws IOException {
    start("rtsp://127.0.0.1:8554/live", "echo '%s' >&2; exit 1".formatted(MJPEG));
    source.ask("edge");

    Await.until("another look", () -> calls().size() >= 3);
    assertThat(calls().get(2)).isEqualTo(calls().get(0));
  }

  @Test
  void saysThatTheDeviceIsNotThere() throws IOException {
    start("v4l2:/dev/sightline-none", "exit 1");

    assertThat(source.reasonOfTheFirstEnd()).isEqualTo("/dev/sightline-none does not exist");
    assertThat(calls()).isEmpty();
  }

  @Test
  void saysThatThereIsNoFfmpeg() {
    assertThat(reasonWithout("/opt/none/ffmpeg"))
        .isEqualTo("it needs ffmpeg, and there is none at /opt/none/ffmpeg");
    assertThat(reasonWithout("sightline-none"))
        .isEqualTo("it needs sightline-none, which isn't on the PATH");
  }

  private String reasonWithout(String ffmpeg) {
    source = PulledCamera.start(vertx, config("v4l2:/dev/null", ffmpeg));
    return source.reasonOfTheFirstEnd();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x: Server returned 401 Unauthorized (authorization failed) | DENIED      | it refuses the credentials (401)
          x: Server returned 404 Not Found                           | REFUSED     | it has no stream at this path (404)
          x: Connection refused                                      | UNREACHABLE | it refuses the connection
          x: Permission denied                                       | REFUSED     | ffmpeg has ended with exit code 1: x: Permission denied
          """)
  void knowsWhatFfmpegMeansOfAnRtspCamera(String line, Kind kind, String sentence) {
    assertThat(RtspRecipe.reason(end(line), false)).isEqualTo(new EndReason(kind, sentence));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /dev/video0: Device or resource busy                       | BUSY        | another program is using it
          Cannot open video device /dev/video0: Permission denied    | UNREACHABLE | permission denied: add the user that Sightline runs as to the group video
          x: something new                                           | REFUSED     | ffmpeg has ended with exit code 1: x: something new
          """)
  void knowsWhatFfmpegMeansOfAWebcam(String line, Kind kind, String sentence) {
    assertThat(WebcamRecipe.reason(end(line), false)).isEqualTo(new EndReason(kind, sentence));
  }

  private static ProgramEnd end(String line) {
    return new ProgramEnd(1, List.of("before", line));
  }

  @ParameterizedTest
  @CsvSource({"100, 2", "90, 2", "80, 3", "70, 5", "50, 8", "25, 16", "10, 31", "1, 31"})
  void knowsWhatAQualityIsToFfmpeg(int quality, int scale) {
    assertThat(Ffmpeg.scaleOf(quality)).isEqualTo(scale);
  }

  /** One that answers the first call with {@code words}, and the others with a picture. */
  private void pull(String url, String words) throws IOException {
    Path picture = directory.resolve("0.jpg");
    Files.write(picture, SampleJpegs.frame(0, 5_000, Instant.EPOCH).getBytes());
    Path said = Files.writeString(directory.resolve("words"), words);
    String script =
        "cat >> %s; case \"$*\" in *pipe:1*) cat %s %s; exec sleep 1000;; *) cat %s >&2; exit 1;; esac";
    start(url, script.formatted(directory.resolve("inputs"), picture, picture, said));
    source.pull("edge");
    source.awaitState(StreamState.LIVE);
  }

  private void start(String url, String script) throws IOException {
    Path fake = directory.resolve("ffmpeg");
    Files.writeString(
        fake, "#!/bin/sh\necho \"$*\" >> %s\n%s\n".formatted(directory.resolve("calls"), script));
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    source = PulledCamera.start(vertx, config(url, fake.toString()));
  }

  private static StreamConfig config(String url, String ffmpeg) {
    FfmpegPolicy policy = new FfmpegPolicy(ffmpeg, RtspTransport.TCP, 80);
    SourcePolicy way =
        Policies.patient().link(new LinkPolicy(TlsTrust.SYSTEM, Optional.empty(), policy)).policy();
    return url.startsWith("v4l2:")
        ? new WebcamConfig(PulledCamera.STREAM, WebcamUrl.parse(url), way)
        : new RtspConfig(PulledCamera.STREAM, RtspUrl.parse(url), way);
  }

  private String inputs() throws IOException {
    return Files.readString(directory.resolve("inputs"));
  }

  private List<String> calls() {
    try {
      Path calls = directory.resolve("calls");
      return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
