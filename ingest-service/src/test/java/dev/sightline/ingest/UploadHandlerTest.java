package dev.sightline.ingest;

import static dev.sightline.ingest.UploadingIngest.OPEN;
import static dev.sightline.ingest.UploadingIngest.STREAM;
import static dev.sightline.ingest.UploadingIngest.joined;
import static dev.sightline.ingest.UploadingIngest.withSecret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.UploadKey;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.node.StartException;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.PushClient;
import dev.sightline.testkit.PushClient.Reply;
import dev.sightline.testkit.SampleTs;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /upload/{secret}} of an ingest, by programs that say what a test wants them to. */
class UploadHandlerTest {

  private static final int PICTURE = 2_000;

  private final SampleTs sample = new SampleTs();
  private UploadingIngest ingest;

  @AfterEach
  void stop() {
    ingest.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /upload", "PUT /upload/anything/at/all?x=y", "POST /upload/"})
  void takesAnyUploadOfAStreamWithoutASecret(String line) throws StartException {
    ingest = UploadingIngest.of(OPEN);
    ingest.watch(STREAM);

    Reply reply = upload(line);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.head()).contains("content-type: application/json");
    JsonObject report = new JsonObject(reply.body());
    assertThat(report.getString("stream")).isEqualTo("front");
    assertThat(report.getLong("packets")).isEqualTo(report.getLong("bytes") / 188);
    assertThat(report.getLong("skipped")).isZero();
    ingest.awaitPackets(report.getInteger("packets"));
    assertThat(ingest.seen().isGapless()).isTrue();
    assertThat(ingest.seen().starts()).isEqualTo(1);
  }

  @Test
  void tellsStreamsApartByTheirSecrets() throws StartException {
    ingest = UploadingIngest.of(withSecret("one", "s3cret"), withSecret("two", "with / & +ä"));

    assertThat(new JsonObject(upload("POST /upload/s3cret").body()).getString("stream"))
        .isEqualTo("one");
    Reply reply = upload("PUT /upload/with%20%2F%20&%20+%C3%A4/stream?quality=1");
    assertThat(new JsonObject(reply.body()).getString("stream")).isEqualTo("two");
    assertThat(ingest.bus().directory().entranceForUpload("s3cret"))
        .hasValueSatisfying(
            entrance ->
                assertThat(entrance.uploadKeys())
                    .containsExactlyInAnyOrder(
                        UploadKey.of(ingest.bus().epoch(), "s3cret"),
                        UploadKey.of(ingest.bus().epoch(), "with / & +ä")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/upload/S3cret", "/upload/", "/upload", "/upload/s3cre"})
  void refusesAWrongSecretBeforeTheBody(String path) throws StartException {
    ingest = UploadingIngest.of(withSecret("front", "s3cret"));

    try (PushClient client = PushClient.connect(ingest.port())) {
      Reply reply =
          client.head("POST " + path, new String[] {"Content-Length: 1000000000"}).reply();

      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.head()).contains("connection: close");
      assertThat(reply.body()).isEqualTo("no stream takes uploads with this secret\n");
      assertThat(bytesTaken(client)).isLessThan(32 << 20);
    }
    assertThat(ingest.metric("sightline.uploads.denied")).isEqualTo(1);
    assertThat(ingest.status(STREAM).bytes()).isZero();
  }

  /** Until the connection is closed; the kernel takes some as well. */
  private static long bytesTaken(PushClient client) {
    Buffer much = Buffer.buffer(new byte[1 << 20]);
    long taken = 0;
    try {
      while (taken < 1_000_000_000) {
        client.send(much);
        taken += much.length();
      }
    } catch (UncheckedIOException closed) {
      return taken;
    }
    return taken;
  }

  @Test
  void answersWhoAsksBeforeTheBody() throws StartException {
    ingest = UploadingIngest.of(withSecret("front", "s3cret"));
    String[] asking = {"Expect: 100-continue", "Transfer-Encoding: chunked"};
    try (PushClient client = PushClient.connect(ingest.port())) {
      assertThat(client.head("POST /upload/wrong", asking).reply().status()).isEqualTo(403);
      client.awaitClosed();
    }
    try (PushClient client = PushClient.connect(ingest.port())) {
      assertThat(client.head("POST /upload/s3cret", asking).reply().status()).isEqualTo(100);
      client.chunk(stream()).lastChunk();
      assertThat(client.reply().status()).isEqualTo(200);
    }
  }

  @Test
  void saysWhatIsWrongWithABody() throws StartException {
    ingest = UploadingIngest.of(OPEN);

    Reply text = request("POST /upload/x", Buffer.buffer("no packets here\n".repeat(10_000)));
    Reply empty = request("POST /upload/x", Buffer.buffer());
    Reply get = request("GET /upload/x", Buffer.buffer());

    assertThat(text.status()).isEqualTo(415);
    assertThat(text.body()).startsWith("front: this is not MPEG-TS: ");
    assertThat(empty.status()).isEqualTo(400);
    assertThat(empty.body()).isEqualTo("front: the request has no body; it must be MPEG-TS\n");
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.head()).contains("allow: post, put");
    assertThat(refused("not_ts")).isEqualTo(1);
    assertThat(refused("empty")).isEqualTo(1);
    assertThat(upload("POST /upload/x").status()).isEqualTo(200);
  }

  @Test
  void skipsWhatIsNoPacketAndSaysSo() throws StartException {
    ingest = UploadingIngest.of(OPEN);
    Buffer bytes = stream();
    bytes.setByte(8 * 188, (byte) 0);

    JsonObject report = new JsonObject(request("POST /upload/x", bytes).body());

    assertThat(report.getLong("skipped")).isEqualTo(188);
    assertThat(ingest.metric("sightline.upload.skipped")).isEqualTo(188);
  }

  @Test
  void isLiveWhileThereIsAnUpload() throws StartException {
    ingest = UploadingIngest.of(OPEN);
    assertThat(ingest.status(STREAM).kind()).isEqualTo(StreamKind.TS);
    assertThat(ingest.status(STREAM).state()).isEqualTo(StreamState.IDLE);
    ingest.watch(STREAM);
    ingest.awaitState(StreamState.RETRYING);
    assertThat(ingest.status(STREAM).reason()).isEqualTo("nobody uploads");

    try (PushClient client = PushClient.connect(ingest.port())) {
      client.endless("POST /upload/x").chunk(stream());
      ingest.awaitState(StreamState.LIVE);
      ingest.awaitPackets(1);
      client.lastChunk();
      assertThat(client.reply().status()).isEqualTo(200);
    }

    ingest.awaitState(StreamState.RETRYING);
    assertThat(ingest.status(STREAM).reason()).isEqualTo("the upload has ended: it is complete");
    assertThat(ingest.status(STREAM).connects()).isEqualTo(1);
  }

  @Test
  void viewersGoOnWithTheNextUpload() throws StartException {
    ingest = UploadingIngest.of(OPEN);
    ingest.watch(STREAM);
    ingest.awaitState(StreamState.RETRYING);
    for (int i = 0; i < 3; i++) {
      assertThat(upload("POST /upload/x").status()).isEqualTo(200);
    }

    Await.until("all is seen", () -> ingest.seen().starts() == 3);
    assertThat(ingest.seen().firstFault()).isEmpty();
    assertThat(ingest.seen().skips()).isZero();
  }

  @Test
  void viewersGoOnWhenItsConfigurationChanges() throws StartException {
    ingest = UploadingIngest.of(OPEN);
    ingest.watch(STREAM);
    ingest.awaitState(StreamState.RETRYING);
    try (PushClient client = PushClient.connect(ingest.port())) {
      client.endless("POST /upload/x").chunk(stream());
      ingest.awaitPackets(1);

      ingest.change(withSecret("front", "s3cret"));

      Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.body())
          .isEqualTo("front: this stream was changed or removed; upload again\n");
    }
    assertThat(upload("POST /upload/x").status()).isEqualTo(403);
    assertThat(upload("POST /upload/s3cret").status()).isEqualTo(200);
    Await.until("all is seen", () -> ingest.seen().starts() == 2);
    assertThat(ingest.seen().isGapless()).isTrue();
  }

  @Test
  void aNewerUploadOfTheSameTakesOver() throws StartException {
    ingest = UploadingIngest.of(OPEN);
    try (PushClient older = PushClient.connect(ingest.port())) {
      older.endless("POST /upload/x").chunk(stream());
      ingest.awaitState(StreamState.LIVE);

      assertThat(upload("POST /upload/x").status()).isEqualTo(200);

      Reply reply = older.reply();
      assertThat(reply.status()).isEqualTo(409);
      assertThat(reply.body()).isEqualTo("front: another upload brings the same now\n");
    }
  }

  @Test
  void aNewerUploadOfTheSameIsRefusedIfConfigured() throws StartException {
    ingest = UploadingIngest.of(UploadingIngest.refusingOthers());
    try (PushClient older = PushClient.connect(ingest.port())) {
      older.endless("POST /upload/x").chunk(stream());
      ingest.awaitState(StreamState.LIVE);

      Reply reply = upload("POST /upload/x");

      assertThat(reply.status()).isEqualTo(409);
      assertThat(reply.body()).isEqualTo("front: another upload brings video already\n");
      older.lastChunk();
      assertThat(older.reply().status()).isEqualTo(200);
    }
    assertThat(refused("taken")).isEqualTo(1);
  }

  @Test
  void takesFourUploadsAtATime() throws StartException {
    ingest = UploadingIngest.of(OPEN);
    PushClient[] clients = new PushClient[4];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = PushClient.connect(ingest.port()).endless("POST /upload/x");
    }
    Await.until("all have begun", () -> ingest.metric("sightline.uploads") == 4);

    Reply reply = upload("POST /upload/x");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.head()).contains("retry-after: 1");
    assertThat(reply.body()).isEqualTo("front: 4 uploads bring this stream already\n");
    for (PushClient client : clients) {
      client.close();
    }
    Await.until("their places are free", () -> refused("broken_off") == 4);
    assertThat(upload("POST /upload/x").status()).isEqualTo(200);
  }

  @Test
  void endsAnUploadThatStalls() throws StartException {
    ingest = UploadingIngest.of(UploadingIngest.stallingAfter(Duration.ofMillis(300)));
    try (PushClient client = PushClient.connect(ingest.port())) {
      client.endless("POST /upload/x").chunk(stream());

      Reply reply = client.reply();

      assertThat(reply.status()).isEqualTo(408);
      assertThat(reply.body()).isEqualTo("front: no packet came for 300ms\n");
    }
    ingest.awaitState(StreamState.IDLE);
  }

  @Test
  void endsAnUploadThatADecoderCanDoNothingWith() throws StartException {
    ingest = UploadingIngest.of(UploadingIngest.stallingAfter(Duration.ofSeconds(1)));
    Buffer pictures = joined(sample.tables(), sample.picture(9_000, PICTURE));
    try (PushClient client = PushClient.connect(ingest.port())) {
      client.endless("POST /upload/x").chunk(pictures);
      Await.until("it has come", () -> ingest.metric("sightline.upload.packets") > 0);
      ingest.watch(STREAM);
      ingest.awaitState(StreamState.RETRYING);
      assertThat(ingest.status(STREAM).reason())
          .isEqualTo("an upload has brought nothing yet that a decoder can begin with");

      Await.until(
          "it is ended although more comes",
          () -> {
            boolean isEnded = refused("stalled") > 0;
            return isEnded || client.chunk(pictures) == null;
          });

      assertThat(client.reply().status()).isEqualTo(408);
    }
  }

  @Test
  void aStreamThatIsRemovedTakesNoMore() throws StartException {
    ingest = UploadingIngest.of(withSecret("front", "a"), withSecret("yard", "b"));
    ingest.change(withSecret("yard", "b"));

    assertThat(upload("POST /upload/a").status()).isEqualTo(403);
    assertThat(upload("POST /upload/b").status()).isEqualTo(200);
    assertThat(ingest.bus().directory().find(new StreamId("front"))).isEmpty();
  }

  private Reply upload(String line) {
    return request(line, stream());
  }

  private Reply request(String line, Buffer body) {
    return PushClient.request(ingest.port(), line, body, "Connection: close");
  }

  private double refused(String reason) {
    return ingest.metric("sightline.uploads.refused", "reason", reason);
  }

  private Buffer stream() {
    return joined(
        sample.tables(),
        sample.start(9_000, PICTURE),
        sample.sound(9_000, 500),
        sample.picture(12_600, PICTURE),
        sample.sound(11_000, 500));
  }
}
