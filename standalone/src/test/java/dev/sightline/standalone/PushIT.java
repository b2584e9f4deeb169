package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.ingest.PushConfig.Publisher;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.PushClient;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.SampleJpegs;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Real programs push pictures to an edge, and viewers see them. */
class PushIT {

  private static final Logger LOG = LoggerFactory.getLogger(PushIT.class);
  private static final int PICTURES = 10;

  /** For ten thousand requests, which are eight seconds of work for two cores. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String BEARER = "Authorization: Bearer " + Pushing.SECRET;

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults());
  private final RelayFixture relay = relay();

  @TempDir private Path directory;

  @BeforeEach
  void start() {
    relay
        .with(Pushing.stream("front", Publisher.TAKE_OVER))
        .with(Pushing.stream("gate", Publisher.REFUSE))
        .with("yard", camera)
        .start();
  }

  @AfterEach
  void stop() {
    relay.close();
    camera.close();
    Await.result(outside.close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mpjpeg", "mjpeg"})
  void relaysWhatFfmpegPuts(String format) {
    TestViewer viewer = watch("front");
    String url = pushUrl("front").replace("http://", "http://me:%s@".formatted(Pushing.SECRET));
    try (RunningProgram ffmpeg = Pushing.ffmpeg(url, "-f", format, "-method", "PUT")) {
      viewer.awaitFrames(PICTURES);

      assertThat(ffmpeg.lines()).isEmpty();
      assertThat(viewer.tally().corrupt()).isZero();
    }
  }

  @Test
  void goesOnForTheSameViewersWhenTheNextFfmpegPosts() {
    TestViewer viewer = watch("front");
    String url = pushUrl("front") + "?token=" + Pushing.SECRET;
    try (RunningProgram first = Pushing.ffmpeg(url, "-f", "mpjpeg")) {
      viewer.awaitFrames(PICTURES);
      try (RunningProgram second = Pushing.ffmpeg(url, "-f", "mjpeg")) {
        first.awaitExit();
        viewer.awaitMoreFrames(PICTURES);
        assertThat(second.isAlive()).isTrue();
      }
    }
    Await.until("the stream is not live", () -> live("front") == 0);
    assertThat(viewer.isDisconnected()).isFalse();
  }

  @Test
  void keepsTheFirstFfmpegIfToldTo() {
    TestViewer viewer = watch("gate");
    String url = pushUrl("gate") + "?token=" + Pushing.SECRET;
    try (RunningProgram first = Pushing.ffmpeg(url, "-f", "mpjpeg")) {
      viewer.awaitFrames(1);
      try (RunningProgram second = Pushing.ffmpeg(url, "-f", "mpjpeg")) {
        second.awaitExit();
      }
      viewer.awaitMoreFrames(PICTURES);
      assertThat(first.isAlive()).isTrue();
    }
    assertThat(relay.metric("sightline.pushes.refused", "stream", "gate", "reason", "conflict"))
        .isPositive();
  }

  @Test
  void takesPicturesFromCurl() throws IOException {
    Buffer jpeg = SampleJpegs.frame(7, 50_000, Instant.now());
    String file = Files.write(directory.resolve("a.jpg"), jpeg.getBytes()).toString();
    String url = pushUrl("front");
    String user = "me:" + Pushing.SECRET;

    List<String> answers =
        List.of(
            Pushing.curl("-T", file, "-u", user, url),
            Pushing.curl("--data-binary", "@" + file, "-H", BEARER, url),
            Pushing.curl("-F", "picture=@" + file, "-u", user, url),
            Pushing.curl("-T", file, "-H", "Transfer-Encoding: chunked", "-u", user, url));

    assertThat(answers).allMatch("{\"stream\":\"front\",\"watching\":0,\"frames\":1}"::equals);
    assertThat(TestViewer.get(relay.url("/front/snapshot")).body()).isEqualTo(jpeg);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Expect: 100-continue", "Expect:"})
  void refusesAWrongSecretBeforeAGigabyte(String expectation) throws IOException {
    Path file = sparse(1L << 30);
    String form = "\n%{http_code} %{size_upload}";

    String answer =
        Pushing.curl(
            "-T",
            file.toString(),
            "-H",
            expectation,
            "-u",
            "me:guess",
            "-w",
            form,
            pushUrl("front"));

    LOG.info("{}: {}", expectation, answer);
    assertThat(answer).contains("\n403 ");
    assertThat(Long.parseLong(answer.substring(answer.lastIndexOf(' ') + 1))).isLessThan(64L << 20);
    assertThat(relay.metric("sightline.camera.frames", "stream", "front")).isZero();
  }

  @Test
  void saysWhatIsWrongWithBadInput() throws IOException {
    TestViewer other = watch("yard");
    Path text =
        Files.writeString(directory.resolve("a.txt"), "Dear camera,\n".repeat(1_000), UTF_8);
    Path empty = Files.createFile(directory.resolve("empty.jpg"));
    Buffer begin = SampleJpegs.frame(1, 50_000, Instant.now()).slice(0, 40_000);
    Path cut = Files.write(directory.resolve("cut.jpg"), begin.getBytes());
    Path huge = sparse(100L << 20);
    Buffer nine = SampleJpegs.frame(1, 9 << 20, Instant.now());
    Path large = Files.write(directory.resolve("large.jpg"), nine.getBytes());

    assertThat(put(text)).startsWith("415 front: this is neither").contains("(Dear.camera,");
    assertThat(put(empty)).startsWith("400 front: the request has no body");
    assertThat(put(cut)).startsWith("400 front: the picture is cut off");
    assertThat(put(huge)).startsWith("413 front: the picture is larger than 8388608 bytes");
    assertThat(put(large, "Transfer-Encoding: chunked")).startsWith("413 front: the picture is");
    other.awaitMoreFrames(PICTURES);
    assertLossIsCounted(other);
  }

  /** Status and sentence. */
  private String put(Path file, String... fields) {
    Stream<String> headers = Stream.of(fields).flatMap(field -> Stream.of("-H", field));
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "-T", file.toString(), "-H", BEARER, "-w", "%{http_code}", pushUrl("front")),
                headers)
            .toArray(String[]::new);
    List<String> lines = Pushing.curl(arguments).lines().toList();
    return lines.get(lines.size() - 1) + " " + lines.get(0);
  }

  /** A JPEG's beginning and nothing. */
  private Path sparse(long length) throws IOException {
    Path file = directory.resolve(length + ".jpg");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(SampleJpegs.frame(1, 50_000, Instant.now()).getBytes(0, 40_000));
      sparse.setLength(length);
    }
    return file;
  }

  @Test
  void countsWhateverAnotherStreamLosesUnderTenThousandPushes() {
    TestViewer other = watch("yard");
    other.awaitFrames(1);
    Buffer jpeg = SampleJpegs.frame(1, 20_000, Instant.now());
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    long begun = System.nanoTime();

    List<Thread> programs =
        IntStream.range(0, 50)
            .mapToObj(i -> new Thread(() -> pushTwoHundred(jpeg, taken, refused)))
            .toList();
    programs.forEach(Thread::start);
    programs.forEach(PushIT::join);

    LOG.info(
        "{} taken and {} refused in {} ms; the other viewer: {}",
        taken,
        refused,
        (System.nanoTime() - begun) / 1_000_000,
        other.tally());
    assertThat(taken.get() + refused.get()).isEqualTo(10_000);
    assertThat(refused.get()).isPositive();
    camera.pauseFrames();
    int last = camera.lastSequence();
    Await.until("the newest has come", () -> other.tally().lastSequence() == last);
    assertThat(other.tally().corrupt()).isZero();
    assertThat(other.isDisconnected()).isFalse();
    assertThat(camera.connectionsEver()).as("the ingest kept up").isEqualTo(1);
    assertLossIsCounted(other);
  }

  private void assertLossIsCounted(TestViewer other) {
    assertThat((double) other.tally().gaps())
        .as("a machine with no time left shows fewer pictures, and says so")
        .isLessThanOrEqualTo(relay.metric("sightline.frames.dropped", "stream", "yard"));
  }

  private void pushTwoHundred(Buffer jpeg, AtomicInteger taken, AtomicInteger refused) {
    int port = URI.create(relay.url("/")).getPort();
    try (PushClient client = PushClient.connect(port)) {
      for (int i = 0; i < 200; i++) {
        int status = client.exchange("PUT /front/frames", jpeg, BEARER).status();
        (status == 200 ? taken : refused).incrementAndGet();
      }
    }
  }

  private static void join(Thread thread) {
    Await.until(PATIENCE, () -> "the pushes are done", () -> !thread.isAlive());
  }

  private String pushUrl(String stream) {
    return relay.url("/" + stream + "/frames");
  }

  private double live(String stream) {
    return relay.metric("sightline.camera.live", "stream", stream);
  }

  private TestViewer watch(String stream) {
    TestViewer viewer = TestViewer.open(outside, relay.url("/" + stream + "/stream"));
    viewer.awaitHead();
    return viewer;
  }
}
