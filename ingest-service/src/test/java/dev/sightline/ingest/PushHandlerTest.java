package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Answer;
import dev.sightline.frame.StreamState;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.PushClient;
import dev.sightline.testkit.PushClient.Reply;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of pictures that are pushed. */
class PushHandlerTest {

  private static final String PUT = "PUT /front/frames";
  private static final Buffer JPEG = picture(0, 20_000);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-None: at all",
        "Content-Type: image/jpeg",
        "Content-Type: application/octet-stream",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: image/png"
      })
  void takesAPictureWhateverItsTypeSays(String type) {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);

    Reply reply = PushClient.request(stream.port(), PUT, JPEG, type);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(new JsonObject(reply.body()))
        .isEqualTo(new JsonObject("{\"stream\": \"front\", \"watching\": 0, \"frames\": 1}"));
    assertThat(stream.pull().jpeg()).isEqualTo(JPEG);
    stream.awaitState(StreamState.LIVE);
  }

  @Test
  void takesManyPicturesOverOneConnection() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    try (PushClient client = PushClient.connect(stream.port())) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.exchange("POST /front/frames", picture(i, 5_000)).status())
            .isEqualTo(200);
      }
    }
    assertThat(stream.status().frames()).isEqualTo(20);
    assertThat(stream.status().connects()).isZero();
  }

  @Test
  void takesPartsAsProgramsSendThem() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    try (PushClient client = PushClient.connect(stream.port())) {
      client.endless("POST /front/frames").chunk(Buffer.buffer("--ffmpeg\r\n"));
      for (int i = 0; i < 3; i++) {
        Buffer jpeg = picture(i, 70_000);
        client
            .chunk(
                Buffer.buffer(
                    "Content-type: image/jpeg\r\nContent-length: %d\r\n\r\n"
                        .formatted(jpeg.length())))
            .chunk(jpeg)
            .chunk(Buffer.buffer("\r\n--ffmpeg\r\n"));
        stream.awaitFrames(i + 1);
        assertThat(stream.pull().jpeg()).isEqualTo(jpeg);
      }
      assertThat(framesOf(client.lastChunk().reply())).isEqualTo(3);
    }
    assertThat(stream.status().connects()).isEqualTo(1);
  }

  @Test
  void takesPicturesInARowAsSoonAsEachIsComplete() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    try (PushClient client = PushClient.connect(stream.port())) {
      client.endless(PUT);
      for (int i = 0; i < 3; i++) {
        client.chunk(picture(i, 100_000));
        stream.awaitFrames(i + 1);
      }
      assertThat(framesOf(client.lastChunk().reply())).isEqualTo(3);
    }
  }

  @Test
  void takesAFormWithAFile() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    Buffer form =
        Buffer.buffer("--limit\r\nContent-Disposition: form-data; name=\"f\"\r\n")
            .appendString("Content-Type: image/jpeg\r\n\r\n")
            .appendBuffer(JPEG)
            .appendString("\r\n--limit--\r\n");

    Reply reply =
        PushClient.request(
            stream.port(), PUT, form, "Content-Type: multipart/form-data; boundary=limit");

    assertThat(framesOf(reply)).isEqualTo(1);
    assertThat(stream.pull().jpeg()).isEqualTo(JPEG);
  }

  @Test
  void makesAJpegOfAPng() throws IOException {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);

    Reply reply = PushClient.request(stream.port(), PUT, png(320, 200));

    assertThat(framesOf(reply)).isEqualTo(1);
    assertThat(SampleJpegs.isWholeJpeg(stream.pull().jpeg())).isTrue();
    assertThat(stream.status().width()).isEqualTo(320);
  }

  @Test
  void makesJpegsBesideWhateverElseIsDone() throws IOException {
    Vertx busy = Vertx.vertx(new VertxOptions().setWorkerPoolSize(1));
    CountDownLatch done = new CountDownLatch(1);
    try {
      PushedStream stream = PushedStream.start(busy, PushedStream.OPEN);
      busy.executeBlocking(() -> done.await(1, TimeUnit.HOURS), false);

      Reply reply = PushClient.request(stream.port(), PUT, png(320, 200));

      assertThat(framesOf(reply)).isEqualTo(1);
    } finally {
      done.countDown();
      Await.result(busy.close());
    }
  }

  @Test
  void makesJpegsOfPngsInParts() throws IOException {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    Buffer png = png(32, 20);
    try (PushClient client = PushClient.connect(stream.port())) {
      client.endless(PUT, "Content-Type: multipart/x-mixed-replace; boundary=x");
      client.chunk(Buffer.buffer("--x\r\n"));
      for (int i = 0; i < 3; i++) {
        client.chunk(
            Buffer.buffer("Content-Length: %d\r\n\r\n".formatted(png.length()))
                .appendBuffer(png)
                .appendString("\r\n--x\r\n"));
        stream.awaitFrames(i + 1);
      }
      assertThat(framesOf(client.lastChunk().reply())).isEqualTo(3);
    }
  }

  @Test
  void givesTheStreamToWhoComesLast() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    try (PushClient first = PushClient.connect(stream.port());
        PushClient second = PushClient.connect(stream.port())) {
      first.endless(PUT).chunk(picture(0, 2_000));
      stream.awaitFrames(1);

      second.endless(PUT).chunk(picture(1, 2_000));

      Reply over = first.reply();
      assertThat(over.status()).isEqualTo(409);
      assertThat(over.body()).contains("another program pushes this stream now");
      first.awaitClosed();
      stream.awaitFrames(2);
      assertThat(stream.status().state()).isEqualTo(StreamState.LIVE);
      assertThat(push(stream, PUT, "X-None: at all")).isEqualTo(200);
      assertThat(second.reply().status()).isEqualTo(409);
    }
  }

  @Test
  void isLiveFromAPictureUntilTheStallTimeHasPassed() {
    PushedStream stream =
        PushedStream.start(vertx, PushedStream.stallingAfter(Duration.ofMillis(100)));
    CompletableFuture<Answer> watcher = new CompletableFuture<>();
    stream.ask(1).onSuccess(watcher::complete);
    stream.awaitState(StreamState.RETRYING);
    assertThat(stream.status().reason()).isEqualTo("nobody pushes pictures");

    push(stream, PUT, "X-None: at all");

    assertThat(watcher.join().frame().jpeg()).isEqualTo(JPEG);
    Await.until("no longer live", () -> stream.status().state() != StreamState.LIVE);
  }

  @Test
  void endsARequestOfWhichNothingComesForTheStallTime() {
    PushedStream stream =
        PushedStream.start(vertx, PushedStream.stallingAfter(Duration.ofMillis(100)));
    try (PushClient client = PushClient.connect(stream.port())) {
      Reply reply = client.endless(PUT).reply();

      assertThat(reply.status()).isEqualTo(408);
      assertThat(reply.body()).isEqualTo("front: nothing came for 100ms\n");
      client.awaitClosed();
    }
  }

  @Test
  void isNotLiveAnyMoreWhenWhoPushedWithoutEndIsGone() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    try (PushClient client = PushClient.connect(stream.port())) {
      client.endless(PUT).chunk(picture(0, 2_000)).chunk(picture(1, 2_000));
      stream.awaitFrames(2);
      stream.awaitState(StreamState.LIVE);
    }
    stream.awaitState(StreamState.IDLE);
  }

  @Test
  void endsRequestsWhenTheStreamIsChanged() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    try (PushClient waits = PushClient.connect(stream.port())) {
      waits.head("GET /front/frames?wait=demand", new String[0]);
      // The one that came later is heard later: once its picture is there, the other one waits.
      try (PushClient pushes = PushClient.connect(stream.port())) {
        pushes.endless(PUT).chunk(picture(0, 2_000));
        stream.awaitFrames(1);

        stream.stopSource();

        assertThat(pushes.reply().status()).isEqualTo(503);
        assertThat(waits.reply().status()).isEqualTo(200);
      }
    }
  }

  private static int push(PushedStream stream, String line, String field) {
    return PushClient.request(stream.port(), line, JPEG, field).status();
  }

  private static int framesOf(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return new JsonObject(reply.body()).getInteger("frames");
  }

  private static Buffer picture(int number, int size) {
    return SampleJpegs.frame(number, size, Instant.EPOCH);
  }

  private static Buffer png(int width, int height) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return Buffer.buffer(bytes.toByteArray());
  }
}
