package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.SampleJpegs;
import dev.sightline.testkit.SampleTs;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.TsViewer;
import dev.sightline.testkit.Upload;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * One process with a source of each kind, all of which are given what they can't use: one sentence
 * tells what is wrong, and meanwhile a healthy camera's viewer gets every picture.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SourcesIT {

  private static final String CONFIG =
      """
      ingest:
        retry: {first: 500ms, max: 500ms}
      edge:
        offline-picture: off
      cameras:
        good: %1$s
        pushed: {url: "push:", secret: s3cret-monday}
        tv: {url: "upload:", secret: friday}
        folder: "dir:%2$s/pictures?fps=10"
        garbage: {exec: sh %2$s/garbage.sh}
        dying: {exec: sh %2$s/dying.sh}
      """;

  private static final long MEGABYTE = 1_000_000;

  /** What the kernels of three connections may hold; far below what is offered. */
  private static final long MOST_TAKEN = 64 * MEGABYTE;

  /** A sentence, not a page. */
  private static final int LONGEST_SENTENCE = 300;

  private static final Buffer ZEROS = Buffer.buffer(new byte[1 << 16]);

  /** The largest comment segment of a JPEG. */
  private static final Buffer COMMENT =
      Buffer.buffer().appendInt(0xFFFEFFFF).appendBytes(new byte[0xFFFF - 2]);

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults().manual());
  private NodeProcess node;
  private TestViewer viewer;

  private Path directory;

  @BeforeAll
  void start(@TempDir Path given) throws IOException {
    Requires.program("sh");
    directory = given;
    makePictures();
    Files.writeString(directory.resolve("garbage.sh"), "exec cat /dev/zero\n");
    Files.writeString(directory.resolve("dying.sh"), "echo no webcam here >&2\nexit 3\n");
    Path config = directory.resolve("sightline.yaml");
    Files.writeString(config, CONFIG.formatted(camera.url(), directory));
    node = NodeProcess.start("--config", config.toString()).awaitUp();
    viewer = TestViewer.open(outside, node.url("/good/stream"));
    camera.awaitStreamingClients(1);
  }

  @AfterAll
  void stop() {
    viewer.close();
    node.close();
    camera.close();
    Await.result(outside.close());
  }

  @AfterEach
  void everyGoodPictureHasArrived() {
    assertThat(viewer.tally().gaps()).isZero();
    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(viewer.isDisconnected()).isFalse();
    assertThat(camera.connectionsEver()).isEqualTo(1);
  }

  @Test
  void aTextFileIsNoPicture() {
    refuses(
        whole("/pushed/frames?token=s3cret-monday", "To be, or not to be"), 415, "neither a JPEG");
  }

  @Test
  void anEmptyBodyIsNoPicture() {
    refuses(whole("/pushed/frames?token=s3cret-monday", ""), 400, "no body");
  }

  @Test
  void aPictureOf100MegabytesIsTooLargeByItsLength() {
    PlainRequest request = post("/pushed/frames?token=s3cret-monday");
    Upload upload = Upload.ofLength(request, 100 * MEGABYTE).sendAgain(ZEROS, 100 * MEGABYTE);

    refuses(upload, 413, "larger than \\d+ bytes");

    assertThat(upload.written()).isLessThan(MOST_TAKEN);
  }

  @Test
  void aPictureOf100MegabytesIsTooLargeWhenItProvesToBe() {
    Upload upload = Upload.chunked(post("/pushed/frames?token=s3cret-monday"));
    upload.send(Buffer.buffer().appendUnsignedShort(0xFFD8)).sendAgain(COMMENT, 100 * MEGABYTE);

    refuses(upload, 413, "larger than \\d+ bytes");

    assertThat(upload.written()).isLessThan(MOST_TAKEN);
  }

  @Test
  void aPushWithTheWrongSecretIsRefusedBeforeItsBodyIsRead() {
    PlainRequest request = post("/pushed/frames?token=s3cret-tuesday");
    Upload upload = Upload.ofLength(request, 1_000 * MEGABYTE).sendAgain(ZEROS, 1_000 * MEGABYTE);

    refuses(upload, 403, "secret");

    assertThat(upload.written()).isLessThan(MOST_TAKEN);
  }

  @Test
  void anUploadWithTheWrongSecretIsRefusedBeforeItsBodyIsRead() {
    PlainRequest request = post("/upload/s3cret-tuesday");
    Upload upload = Upload.ofLength(request, 1_000 * MEGABYTE).sendAgain(ZEROS, 1_000 * MEGABYTE);

    refuses(upload, 403, "secret");

    assertThat(upload.written()).isLessThan(MOST_TAKEN);
  }

  @Test
  void aTextFileIsNoTransportStream() {
    refuses(whole("/upload/friday", "To be, or not to be"), 415, "not MPEG-TS");
  }

  @Test
  void anEndlessTextIsNoTransportStream() {
    Upload upload = Upload.chunked(post("/upload/friday"));
    upload.sendAgain(Buffer.buffer("To be, or not to be. ".repeat(100)), 1_000 * MEGABYTE);

    refuses(upload, 415, "not MPEG-TS");

    assertThat(upload.written()).isLessThan(MOST_TAKEN);
  }

  @Test
  void anEmptyBodyIsNoTransportStream() {
    refuses(whole("/upload/friday", ""), 400, "no body");
  }

  @Test
  void aLostSyncByteCostsPacketsAndNothingElse() {
    SampleTs sample = new SampleTs();
    try (TsViewer tv = TsViewer.open(outside, node.url("/tv/live.ts"));
        Upload upload = Upload.chunked(post("/upload/friday"))) {
      tv.awaitConnection();
      upload.send(group(sample, 0));
      goodGoesOnUntil(() -> tv.tally().starts() > 0);
      upload.send(group(sample, 1).setByte(10 * 188, (byte) 0));
      for (int i = 2; i < 10; i++) {
        upload.send(group(sample, i));
      }
      upload.finish();

      goodGoesOnUntil(() -> tv.tally().starts() >= 10);

      HttpReply reply = upload.awaitReply();
      assertThat(reply.status()).isEqualTo(200);
      assertThat(new JsonObject(reply.text()).getLong("skipped")).isEqualTo(188);
      assertThat(tv.tally().isGapless()).as("%s", tv).isTrue();
    }
  }

  @Test
  void aFolderThatVanishesIsNamedAndMissedUntilItIsBack() throws IOException {
    try (TestViewer watching = TestViewer.open(outside, node.url("/folder/stream"))) {
      goodGoesOnUntil(() -> watching.tally().intact() > 3);

      deletePictures();
      goodGoesOnUntil(() -> isTold("folder", "no such folder|no pictures"));

      makePictures();
      long before = watching.tally().intact();
      goodGoesOnUntil(() -> watching.tally().intact() > before + 3);
      assertThat(watching.isDisconnected()).isFalse();
    }
  }

  @Test
  void aProgramThatWritesGarbageIsNamed() {
    try (TestViewer hopeful = TestViewer.open(outside, node.url("/garbage/stream"))) {
      goodGoesOnUntil(() -> isTold("garbage", "nothing like a picture"));

      assertThat(hopeful.tally().frames()).isZero();
    }
  }

  @Test
  void aProgramThatDiesAtOnceIsQuoted() {
    try (TestViewer hopeful = TestViewer.open(outside, node.url("/dying/stream"))) {
      goodGoesOnUntil(() -> isTold("dying", "3.*no webcam here"));

      assertThat(hopeful.tally().frames()).isZero();
    }
  }

  // --- what all of them look at ---

  private void refuses(Upload upload, int status, String sentence) {
    try (upload) {
      goodGoesOnUntil(upload::hasReply);
      HttpReply reply = upload.awaitReply();
      assertThat(reply.text()).containsPattern(sentence);
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.text().strip()).doesNotContain("\n").hasSizeLessThan(LONGEST_SENTENCE);
      goodGoesOnUntil(upload::isEnded);
    }
  }

  /** Each picture of the healthy camera must arrive before the next one is sent. */
  private void goodGoesOnUntil(BooleanSupplier condition) {
    Await.until(
        Await.DEADLINE,
        () -> "something is told while the good camera goes on",
        () -> {
          boolean met = condition.getAsBoolean();
          int sent = camera.sendFrame();
          viewer.awaitFrame("picture " + sent, frame -> frame.sequence() == sent);
          return met;
        });
  }

  private boolean isTold(String stream, String pattern) {
    String status = TestViewer.get(node.url("/" + stream + "/status.json")).text();
    String reason =
        new JsonObject(status).getJsonArray("streams").getJsonObject(0).getString("reason");
    return Optional.ofNullable(reason)
        .filter(told -> told.length() < LONGEST_SENTENCE && !told.contains("\n"))
        .filter(told -> Pattern.compile(pattern).matcher(told).find())
        .isPresent();
  }

  private Upload whole(String path, String body) {
    Upload upload = Upload.ofLength(post(path), body.length());
    return body.isEmpty() ? upload : upload.send(Buffer.buffer(body)).finish();
  }

  private PlainRequest post(String path) {
    return PlainRequest.get(node.url(path)).withMethod("POST").withHeader("Connection", "close");
  }

  private static Buffer group(SampleTs sample, int number) {
    long time = number * 45_000L;
    Buffer group = sample.tables().appendBuffer(sample.start(time, 5_000));
    return group.appendBuffer(sample.picture(time + 22_500, 5_000));
  }

  private void makePictures() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("pictures"));
    for (int i = 0; i < 3; i++) {
      byte[] picture = SampleJpegs.frame(i, 2_000, Instant.EPOCH).getBytes();
      Files.write(folder.resolve("picture" + i + ".jpg"), picture);
    }
  }

  private void deletePictures() throws IOException {
    Path folder = directory.resolve("pictures");
    for (int i = 0; i < 3; i++) {
      Files.delete(folder.resolve("picture" + i + ".jpg"));
    }
    Files.delete(folder);
  }
}
