package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamState;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.PushClient;
import dev.sightline.testkit.PushClient.Reply;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is not taken, and what is said then. */
class PushRefusalTest {

  private static final String PUT = "PUT /front/frames";
  private static final Buffer JPEG = picture(0, 20_000);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void saysWhatIsWrongWithAPng() throws IOException {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    Buffer png = png(320, 200);

    Reply cut = PushClient.request(stream.port(), PUT, png.slice(0, png.length() / 2));

    assertThat(cut.status()).isEqualTo(400);
    assertThat(cut.body()).startsWith("front: the PNG is ");
  }

  @Test
  void namesTheFirstBytesOfWhatIsNoPicture() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);

    Reply text = PushClient.request(stream.port(), PUT, Buffer.buffer("Hello,\nworld"));

    assertThat(text.status()).isEqualTo(415);
    assertThat(text.body())
        .isEqualTo(
            "front: this is neither a JPEG nor a PNG:"
                + " its first bytes are 48 65 6c 6c 6f 2c 0a 77 6f 72 6c 64 (Hello,.world)\n");
    assertThat(stream.refused("no_picture")).isEqualTo(1);
    assertThat(stream.status().state()).isEqualTo(StreamState.IDLE);
  }

  @Test
  void namesTheFirstBytesOfAPartThatIsNoPicture() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);

    Reply text = form(stream, "Hello,\nworld");
    Reply empty = form(stream, "");

    assertThat(text.status()).isEqualTo(415);
    assertThat(text.body()).contains("its first bytes are 48 65 6c 6c 6f 2c 0a");
    assertThat(empty.status()).isEqualTo(400);
    assertThat(empty.body()).contains("a part is empty");
  }

  private static Reply form(PushedStream stream, String content) {
    Buffer form =
        Buffer.buffer("--limit\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n")
            .appendString(content)
            .appendString("\r\n--limit--\r\n");
    return PushClient.request(
        stream.port(), PUT, form, "Content-Type: multipart/form-data; boundary=limit");
  }

  @Test
  void readsNoMoreOfWhatIsNoPictureThanItTakesToTell() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    try (PushClient client = PushClient.connect(stream.port())) {
      client.endless(PUT).chunk(Buffer.buffer("lorem ipsum ".repeat(6_000)));

      assertThat(client.reply().status()).isEqualTo(415);
      client.awaitClosed();
    }
  }

  @Test
  void refusesAnEmptyBodyAndACutPicture() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);

    Reply empty = PushClient.request(stream.port(), PUT, Buffer.buffer());
    Reply cut = PushClient.request(stream.port(), PUT, JPEG.slice(0, JPEG.length() / 2));

    assertThat(empty.status()).isEqualTo(400);
    assertThat(empty.body()).contains("no body");
    assertThat(cut.status()).isEqualTo(400);
    assertThat(cut.body()).contains("cut off");
    Buffer broken = Buffer.buffer(new byte[70_000]).setBytes(0, JPEG.getBytes(0, 300));
    assertThat(PushClient.request(stream.port(), PUT, broken).body()).contains("goes on as none");
    assertThat(stream.status().frames()).isZero();
  }

  @Test
  void refusesWhatIsTooLargeBeforeItsBody() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    try (PushClient client = PushClient.connect(stream.port())) {
      client.head(PUT, new String[] {"Expect: 100-continue"}, "Content-Length: 104857600");

      Reply reply = client.reply();

      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.body()).contains("1048576 bytes");
      client.awaitClosed();
    }
  }

  @Test
  void refusesWhatTurnsOutToBeTooLarge() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    try (PushClient client = PushClient.connect(stream.port())) {
      client.endless(PUT).chunk(picture(0, 1_200_000));

      assertThat(client.reply().status()).isEqualTo(413);
      client.awaitClosed();
    }
    assertThat(stream.refused("too_large")).isEqualTo(1);
  }

  @Test
  void refusesALaterPictureThatTurnsOutToBeTooLarge() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    Buffer large = picture(1, (1 << 20) + 1_000);
    try (PushClient client = PushClient.connect(stream.port())) {
      client
          .endless(PUT)
          .chunk(picture(0, 20_000).appendBuffer(large.slice(0, 40_000)))
          .chunk(large.slice(40_000, large.length()));

      assertThat(client.reply().status()).isEqualTo(413);
      client.awaitClosed();
    }
  }

  @Test
  void knowsStreamsAndMethods() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);

    Reply unknown = PushClient.request(stream.port(), "PUT /yard/frames", JPEG);
    Reply delete = PushClient.request(stream.port(), "DELETE /front/frames", Buffer.buffer());
    Reply options = PushClient.request(stream.port(), "OPTIONS /front/frames", Buffer.buffer());

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body()).contains("'yard'");
    assertThat(delete.status()).isEqualTo(405);
    assertThat(delete.head()).contains("allow: get, post, put, options");
    assertThat(options.status()).isEqualTo(204);
  }

  @Test
  void wantsTheSecretBeforeTheBody() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.withSecret("cat:häuschen"));
    try (PushClient none = PushClient.connect(stream.port());
        PushClient wrong = PushClient.connect(stream.port())) {
      none.endless(PUT);
      wrong.endless(PUT, "Authorization: Bearer cat");

      Reply missing = none.reply();
      Reply denied = wrong.reply();

      assertThat(missing.status()).isEqualTo(401);
      assertThat(missing.head()).contains("www-authenticate: basic realm=");
      assertThat(denied.status()).isEqualTo(403);
      assertThat(missing.body() + denied.body()).doesNotContain("häuschen");
      none.awaitClosed();
      wrong.awaitClosed();
    }
    assertThat(stream.refused("secret")).isEqualTo(2);
  }

  @Test
  void takesTheSecretInThreeWays() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.withSecret("cat:h&use"));
    String basic = Base64.getEncoder().encodeToString("any:cat:h&use".getBytes());

    assertThat(push(stream, PUT, "Authorization: Bearer cat:h&use")).isEqualTo(200);
    assertThat(push(stream, PUT, "Authorization: basic " + basic)).isEqualTo(200);
    assertThat(push(stream, PUT + "?token=cat%3Ah%26use", "X-None: at all")).isEqualTo(200);
    assertThat(push(stream, PUT + "?token=cat%3Ah%26use", "Authorization: Basic !")).isEqualTo(200);
    assertThat(push(stream, PUT, "Authorization: Basic !")).isEqualTo(403);
    assertThat(push(stream, PUT, "Authorization: Digest x")).isEqualTo(403);
    assertThat(push(stream, PUT + "?token=", "X-None: at all")).isEqualTo(403);
  }

  @Test
  void refusesASecondProgramIfToldTo() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.refusingOthers());
    try (PushClient first = PushClient.connect(stream.port());
        PushClient second = PushClient.connect(stream.port())) {
      first.endless(PUT).chunk(picture(0, 2_000));
      stream.awaitFrames(1);

      assertThat(second.endless(PUT).reply().status()).isEqualTo(409);
      assertThat(push(stream, PUT, "X-None: at all")).isEqualTo(409);
      first.chunk(picture(1, 2_000));
      stream.awaitFrames(2);
      assertThat(first.lastChunk().reply().status()).isEqualTo(200);
    }
    assertThat(push(stream, PUT, "X-None: at all")).isEqualTo(200);
    assertThat(push(stream, PUT, "X-None: at all")).as("another single one").isEqualTo(200);
    try (PushClient third = PushClient.connect(stream.port())) {
      assertThat(third.endless(PUT).reply().status()).as("after single ones").isEqualTo(409);
    }
  }

  @Test
  void refusesSinglePicturesThatComeTooFast() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.withRate(1));
    try (PushClient client = PushClient.connect(stream.port())) {
      assertThat(client.exchange(PUT, JPEG).status()).isEqualTo(200);
      Reply reply = client.exchange(PUT, JPEG);

      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.head()).contains("retry-after: 1");
      assertThat(reply.body()).contains("1 pictures a second");
      Await.until(
          "the same connection may go on", () -> client.exchange(PUT, JPEG).status() == 200);
    }
    assertThat(stream.refused("too_fast")).isPositive();
  }

  @Test
  void leavesOutWhatIsTooMuchOfAnEndlessRequest() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.withRate(1));
    try (PushClient client = PushClient.connect(stream.port())) {
      client.endless(PUT);
      for (int i = 0; i < 10; i++) {
        client.chunk(picture(i, 2_000));
      }
      Reply reply = client.lastChunk().reply();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(framesOf(reply) + stream.refused("too_fast")).isEqualTo(10);
      assertThat(stream.refused("too_fast")).isPositive();
    }
  }

  @Test
  void boundsTheRequests() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    List<PushClient> clients = new ArrayList<>();
    for (int i = 0; i < PushDoor.MOST_REQUESTS; i++) {
      clients.add(PushClient.connect(stream.port()));
      clients.get(i).head(PUT, new String[0], "Content-Length: 20000").send(JPEG.slice(0, 100));
    }
    Await.until("no further one is taken", () -> push(stream, PUT, "X-None: at all") == 503);

    clients.forEach(PushClient::close);

    Await.until("who has left counts no more", () -> push(stream, PUT, "X-None: at all") == 200);
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
