package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.Http2Viewers;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Another service is asked who may come in. */
class ForwardTest {

  @TempDir private static Path directory;

  private final EdgeFixture edge = edge();

  /** A field, since a client that is garbage closes its connections. */
  private final WebSocketClient client = edge.outside().createWebSocketClient();

  private final List<MultiMap> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    edge.close();
  }

  private void start(String cache, Consumer<HttpServerRequest> service) {
    start(cache, "10s", service);
  }

  private void start(String cache, String timeout, Consumer<HttpServerRequest> service) {
    HttpServer server =
        edge.outside()
            .createHttpServer()
            .requestHandler(
                request -> {
                  asked.add(request.headers());
                  service.accept(request);
                });
    Await.result(server.listen(0, "127.0.0.1"));
    String url = "http://127.0.0.1:%d/verify".formatted(server.actualPort());
    edge.withAccess(
            new JsonObject()
                .put("watch", "signed-in")
                .put(
                    "forward",
                    new JsonObject().put("url", url).put("timeout", timeout).put("cache", cache))
                .put(
                    "streams",
                    new JsonObject()
                        .put("yard", new JsonObject().put("watch", new JsonArray().add("anna")))))
        .start("front", "yard");
  }

  private static void letIn(HttpServerRequest request) {
    String cookie = String.valueOf(request.getHeader("Cookie"));
    if (cookie.startsWith("session=")) {
      request.response().putHeader("Remote-User", cookie.substring(8)).end();
    } else {
      request
          .response()
          .setStatusCode(302)
          .putHeader("Location", "https://login.example/?rd=here")
          .putHeader("Set-Cookie", "state=1; HttpOnly")
          .putHeader("X-Internal", "nothing for viewers")
          .end("<html>a page of its own</html>");
    }
  }

  @Test
  void itsWordLetsSomebodyInByName() {
    start("0s", ForwardTest::letIn);

    assertThat(as("bob", "/front/").status()).isEqualTo(200);
    assertThat(as("bob", "/yard/").status()).isEqualTo(403);
    assertThat(as("anna", "/yard/").status()).isEqualTo(200);
    assertThat(asked).hasSize(3);
  }

  private HttpReply as(String user, String path) {
    return edge.request(path).withHeader("Cookie", "session=" + user).send();
  }

  @Test
  void isToldWhatTheRequestIsAndNotWhatTheViewerMakesUp() {
    start("0s", ForwardTest::letIn);

    edge.request("/front/snapshot?max_wait=0s")
        .withHeader("Authorization", "Bearer abc")
        .withHeader("X-Forwarded-For", "203.0.113.9")
        .withHeader("X-Forwarded-Host", "made.up")
        .withHeader("X-Forwarded-Uri", "/public")
        .withHeader("X-Forwarded-Method", "OPTIONS")
        .withHeader("X-Original-URI", "/public")
        .withHeader("Remote-User", "anna")
        .send();

    MultiMap question = asked.get(0);
    assertThat(question.getAll("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(question.getAll("X-Forwarded-Host")).containsExactly("127.0.0.1:" + edge.port());
    assertThat(question.getAll("X-Forwarded-Uri"))
        .containsExactly("/front/snapshot?max_wait=0s")
        .isEqualTo(question.getAll("X-Original-URI"));
    assertThat(question.getAll("X-Forwarded-Method")).containsExactly("GET");
    assertThat(question.getAll("X-Forwarded-Proto")).containsExactly("http");
    assertThat(question.getAll("Authorization")).containsExactly("Bearer abc");
    assertThat(question.contains("Remote-User")).isFalse();
  }

  @Test
  void isToldWhichStreamIsMeantAndWhatFor() {
    start("0s", ForwardTest::letIn);

    as("anna", "/?action=stream_9");
    as("anna", "/%66ront/status.json");

    assertThat(asked.get(asked.size() - 1).getAll("X-Sightline-Stream")).containsExactly("front");
    assertThat(asked.get(asked.size() - 1).get("X-Sightline-Action")).isEqualTo("status");
  }

  /** Or each would take one of the 64 connections to the service, for ever. */
  @Test
  void whatNoHeaderCanHoldIsNoQuestion() {
    start("0s", ForwardTest::letIn);
    for (int i = 0; i < 70; i++) {
      try (RawConnection stranger = new RawConnection(edge.port())) {
        stranger.send("GET /front/?a=\u007f HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(stranger.readHead()).startsWith("HTTP/1.1 400 ");
      }
    }
    assertThat(as("anna", "/front/").status()).isEqualTo(200);
    assertThat(asked).hasSize(1);
  }

  @Test
  void theSameAtTheOtherPort() {
    start("0s", ForwardTest::letIn);
    for (int i = 0; i < 70; i++) {
      try (RawConnection stranger = new RawConnection(edge.socketPort())) {
        stranger.send(
            "GET /front?a=\u007f HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        assertThat(stranger.readHead()).startsWith("HTTP/1.1 400 ");
      }
    }
    assertThat(as("anna", "/front/").status()).isEqualTo(200);
    assertThat(asked).hasSize(1);
  }

  @Test
  void isToldTheHostOfARequestByHttp2() {
    edge.withTls(TestTls.in(directory).config());
    start("0s", ForwardTest::letIn);
    try (Http2Viewers client = new Http2Viewers(edge.outside(), edge.port())) {
      client.get("/front/");
    }
    assertThat(asked.get(0).getAll("X-Forwarded-Host")).containsExactly("127.0.0.1:" + edge.port());
  }

  @Test
  void isToldNoSecretOfAnUploadHoweverItIsWritten() {
    start("0s", ForwardTest::letIn);

    edge.request("/%75pload/s3cret").withHeader("Cookie", "session=anna").send();
    edge.request("/upload%2fs3cret").withHeader("Cookie", "session=anna").send();

    assertThat(asked.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "/front/?token=s3cret, /front/?",
    "/front/snapshot?max_wait=0s&token=s3cret, /front/snapshot?max_wait=0s",
    "/front/snapshot?max_wait=0s&TOKEN=s3cret&a=%20b, /front/snapshot?max_wait=0s&a=%20b",
    "/front/snapshot?%74oken=s3cret&max_wait=0s, /front/snapshot?max_wait=0s"
  })
  void isToldNoSecretOfTheUrl(String asks, String told) {
    start("0s", ForwardTest::letIn);

    as("anna", asks);

    assertThat(asked.get(0).getAll("X-Forwarded-Uri"))
        .containsExactly(told)
        .isEqualTo(asked.get(0).getAll("X-Original-URI"));
  }

  @Test
  void itsNoIsPassedBackWithWhatABrowserNeeds() {
    start("0s", ForwardTest::letIn);

    HttpReply reply = edge.get("/front/");

    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("Location")).isEqualTo("https://login.example/?rd=here");
    assertThat(reply.header("Set-Cookie")).isEqualTo("state=1; HttpOnly");
    assertThat(reply.header("X-Internal")).isNull();
    assertThat(reply.text()).isEqualTo("The service that lets viewers in wants you to sign in.\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 500, 301, 429})
  void whatSaysNeitherYesNorNoIsTroubleOfTheService(int status) {
    start("0s", request -> request.response().setStatusCode(status).end());

    HttpReply reply = as("anna", "/front/");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("1");
    assertThat(reply.text())
        .isEqualTo("The service that lets viewers in is in trouble; try again.\n");
  }

  @Test
  void isNotWaitedForLongerThanItsTime() {
    start("0s", "100ms", request -> {});

    HttpReply reply = as("anna", "/front/");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.text())
        .isEqualTo("The service that lets viewers in doesn't answer; try again.\n");
  }

  /** Or 64 questions that are never answered would be the last ones. */
  @Test
  void isHungUpOnWhenItsTimeIsOver() {
    AtomicInteger hungUp = new AtomicInteger();
    start(
        "0s", "100ms", request -> request.connection().closeHandler(v -> hungUp.incrementAndGet()));

    assertThat(as("anna", "/front/").status()).isEqualTo(503);

    Await.until("the connection is closed", () -> hungUp.get() == 1);
  }

  @Test
  void anAnswerWithoutAnEndIsNoAnswer() {
    start("0s", request -> request.response().end(Buffer.buffer(new byte[100_000])));

    assertThat(as("anna", "/front/").status()).isEqualTo(503);
  }

  @Test
  void aYesHoldsAsLongAsItIsToldTo() {
    start("1m", ForwardTest::letIn);

    assertThat(as("anna", "/front/").status()).isEqualTo(200);
    assertThat(as("anna", "/front/").status()).isEqualTo(200);
    assertThat(asked).hasSize(1);
    assertThat(as("anna", "/yard/").status()).isEqualTo(200);
    assertThat(as("bob", "/front/").status()).isEqualTo(200);
    assertThat(asked).as("of another stream, by somebody else").hasSize(3);
    edge.get("/front/");
    edge.get("/front/");
    assertThat(asked).as("a no is no yes").hasSize(5);
  }

  @Test
  void aYesToWhoShowsNothingHoldsForThatRequestOnly() {
    start("1m", request -> request.response().end());

    assertThat(edge.get("/front/").status()).isEqualTo(200);
    assertThat(edge.get("/front/").status()).isEqualTo(200);

    assertThat(asked).hasSize(2);
  }

  @Test
  void aYesHoldsForTheSameHostOnly() {
    start("1m", ForwardTest::letIn);

    assertThat(as("anna", "/front/").status()).isEqualTo(200);
    PlainRequest.get("http://localhost:%d/front/".formatted(edge.port()))
        .withHeader("Cookie", "session=anna")
        .send();

    assertThat(asked).hasSize(2);
  }

  @Test
  void aPageOfAnotherSiteGetsNoWebSocketByACookie() {
    start("0s", ForwardTest::letIn);
    assertThat(shakeHands("https://stranger.example")).contains("403");
    assertThat(shakeHands("http://127.0.0.1:" + (edge.port() + 1))).contains("403");
    assertThat(shakeHands("http://127.0.0.1:" + edge.port() + ".stranger.example")).contains("403");
    assertThat(shakeHands("null")).contains("403");
    assertThat(shakeHands("http://127.0.0.1:" + edge.port())).isEqualTo("open");
    assertThat(shakeHands("https://127.0.0.1:" + edge.port())).isEqualTo("open");
    assertThat(edge.metric("sightline.access.refused", "reason", "origin")).isEqualTo(4);
  }

  private String shakeHands(String origin) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(edge.port())
            .setURI("/streams")
            .addHeader("Cookie", "session=anna")
            .addHeader("Origin", origin);
    return Await.result(client.connect(options).map("open").otherwise(Throwable::getMessage));
  }
}
