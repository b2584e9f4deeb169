package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Answer;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.PushClient;
import dev.sightline.testkit.PushClient.Reply;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What who pushes is told of those who watch. */
class PushDemandTest {

  private static final String PUT = "PUT /front/frames";
  private static final Buffer JPEG = picture(0, 20_000);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void asksForTheBodyOnlyWhenItIsWanted() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.withSecret("cat"));
    String[] fields = {"Expect: 100-continue", "Authorization: Bearer cat"};
    try (PushClient client = PushClient.connect(stream.port())) {
      client.head(PUT, fields, "Content-Length: " + JPEG.length());

      assertThat(client.reply().status()).isEqualTo(100);
      assertThat(framesOf(client.send(JPEG).reply())).isEqualTo(1);
    }
  }

  @Test
  void tellsHowManyAreWatching() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    String line = "GET /front/frames";

    assertThat(watchingIn(PushClient.request(stream.port(), line, Buffer.buffer()))).isZero();
    Future<Answer> held = stream.ask(3);
    assertThat(watchingIn(PushClient.request(stream.port(), line, Buffer.buffer()))).isEqualTo(3);
    assertThat(watchingIn(PushClient.request(stream.port(), PUT, JPEG))).isEqualTo(3);
    assertThat(Await.result(held).frame().jpeg()).isEqualTo(JPEG);
  }

  @Test
  void holdsTheAnswerUntilSomebodyWatches() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    try (PushClient asks = PushClient.connect(stream.port());
        PushClient pushes = PushClient.connect(stream.port())) {
      asks.head("GET /front/frames?wait=demand", new String[0]);
      pushes.head(PUT + "?wait=demand", new String[0], "Content-Length: " + JPEG.length());
      pushes.send(JPEG);
      stream.awaitFrames(1);

      stream.ask(2);

      assertThat(watchingIn(asks.reply())).isEqualTo(2);
      assertThat(watchingIn(pushes.reply())).isEqualTo(2);
    }
  }

  @Test
  void holdsTheBodyUntilSomebodyWatches() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.refusingOthers());
    try (PushClient client = PushClient.connect(stream.port())) {
      client.head(PUT + "?wait=demand", expecting(), "Content-Length: " + JPEG.length());
      assertThat(push(stream, PUT, "X-None: at all"))
          .as("a waiting one holds nothing")
          .isEqualTo(200);

      stream.ask(1);

      assertThat(client.reply().status()).isEqualTo(100);
      assertThat(framesOf(client.send(JPEG).reply())).isEqualTo(1);
    }
  }

  @Test
  void givesUpWaitingAfterTheTimeThatIsAskedFor() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    String demand = "?wait=demand&for=50ms";

    Reply asked = PushClient.request(stream.port(), "GET /front/frames" + demand, Buffer.buffer());
    Reply pushed = PushClient.request(stream.port(), PUT + demand, JPEG);

    assertThat(watchingIn(asked)).isZero();
    assertThat(framesOf(pushed)).isEqualTo(1);
    try (PushClient client = PushClient.connect(stream.port())) {
      client.head(PUT + demand, expecting(), "Content-Length: " + JPEG.length());
      assertThat(framesOf(client.reply())).isZero();
      client.awaitClosed();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=viewers", "wait=demand&for=10", "wait=demand&for=31s"})
  void refusesWaitsThatMakeNoSense(String query) {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);

    Reply reply = PushClient.request(stream.port(), PUT + "?" + query, JPEG);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("must be");
  }

  @Test
  void boundsTheWaits() {
    PushedStream stream = PushedStream.start(vertx, PushedStream.OPEN);
    String line = "GET /front/frames?wait=demand";
    List<PushClient> clients = new ArrayList<>();
    for (int i = 0; i < DemandWaits.MOST; i++) {
      clients.add(PushClient.connect(stream.port()).head(line, new String[0]));
    }
    Await.until(
        "no further one may wait",
        () ->
            PushClient.request(stream.port(), line + "&for=1ms", Buffer.buffer()).status() == 503);

    clients.forEach(PushClient::close);

    Await.until(
        "who has left waits no more",
        () ->
            PushClient.request(stream.port(), line + "&for=1ms", Buffer.buffer()).status() == 200);
  }

  private static String[] expecting() {
    return new String[] {"Expect: 100-continue"};
  }

  private static int push(PushedStream stream, String line, String field) {
    return PushClient.request(stream.port(), line, JPEG, field).status();
  }

  private static int framesOf(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return new JsonObject(reply.body()).getInteger("frames");
  }

  private static int watchingIn(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return new JsonObject(reply.body()).getInteger("watching");
  }

  private static Buffer picture(int number, int size) {
    return SampleJpegs.frame(number, size, Instant.EPOCH);
  }
}
