package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.access.Forge;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those get to see who have a signed link, and for how long. */
class SignedLinkTest {

  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

  private final EdgeFixture edge = edge();
  private WebSocketClient client;

  @TempDir private Path directory;

  @BeforeEach
  void prepare() {
    client = edge.outside().createWebSocketClient();
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  private void start(boolean endStreams) throws Exception {
    Files.writeString(keys(), "one:" + Forge.base64(KEY) + "\n");
    edge.withTs("film")
        .withAccess(
            new JsonObject()
                .put("watch", "signed-in")
                .put(
                    "links",
                    new JsonObject()
                        .put("keys-file", keys().toString())
                        .put("end-streams", Boolean.toString(endStreams))))
        .start("film", "front", "yard");
  }

  private Path keys() {
    return directory.resolve("keys");
  }

  private static JsonObject claims(Object stream, long seconds) {
    return new JsonObject()
        .put("aud", "sightline-link")
        .put("jti", "s3cret-" + seconds)
        .put("stream", stream)
        .put("exp", Instant.now().getEpochSecond() + seconds);
  }

  private static String token(JsonObject claims) {
    return "?token=" + Forge.byHmac(KEY, Forge.header("HS256", "one"), claims);
  }

  private WebSocket connect(String path) {
    return Await.result(client.connect(edge.port(), "127.0.0.1", path));
  }

  @Test
  void tellsOfNoOtherPlaces() throws Exception {
    start(true);
    String token = token(claims("front", 600));
    edge.bus().announceLinks(() -> List.of(LinkReportTest.there(0)));
    Await.until("it is known", () -> !edge.bus().directory().links().isEmpty());

    assertThat(edge.get("/status.json" + token).text()).contains("front").doesNotContain("garden");
    assertThat(edge.get("/status" + token).text()).contains("front").doesNotContain("garden");
  }

  @Test
  void showsItsStreamAndNoOther() throws Exception {
    start(true);
    String token = token(claims("front", 600));

    try (TestViewer viewer = edge.watch("/front/stream" + token)) {
      edge.publish();
      viewer.awaitFrames(1);
    }
    assertThat(edge.get("/front/" + token).status()).isEqualTo(200);
    assertThat(edge.get("/front/status.json" + token).status()).isEqualTo(200);
    assertThat(edge.get("/" + token).status()).isEqualTo(200);
    assertThat(edge.get("/yard/" + token).status()).isEqualTo(403);
    assertThat(edge.get("/yard/status.json" + token).status()).isEqualTo(403);
    assertThat(edge.get("/status.json" + token).text()).contains("front").doesNotContain("yard");
    assertThat(edge.get("/status" + token).text()).contains("front").doesNotContain("yard");
  }

  /** No browser adds it by itself, so whose page it is doesn't matter. */
  @Test
  void opensASocketForThePageOfAnySite() throws Exception {
    start(true);
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(edge.port())
            .setURI("/front/ws" + token(claims("front", 600)))
            .addHeader("Origin", "https://stranger.example");

    assertThat(Await.result(client.connect(options)).isClosed()).isFalse();
  }

  @Test
  void showsItsStreamOnTheSocketOfMany() throws Exception {
    start(true);
    StreamsClient link = new StreamsClient(client, edge, "/streams" + token(claims("front", 600)));

    link.say(new JsonObject().put("type", "list"));
    link.await("streams");

    assertThat(link.listed()).containsExactly("front");
    link.watch("front");
    link.say(new JsonObject().put("type", "watch").put("stream", "yard"));
    assertThat(link.await("error").getString("reason"))
        .isEqualTo("There is no stream named 'yard' here.");
  }

  @Test
  void isToldNobodyWhenItsUrlIsBroken() throws Exception {
    start(true);
    String url = "/front/ws" + token(claims("front", 600)) + "&x=%zz";
    for (int port : List.of(edge.port(), edge.socketPort())) {
      try (RawConnection viewer = new RawConnection(port)) {
        assertThat(viewer.openSocket(url)).startsWith("HTTP/1.1 400 ");
      }
    }
  }

  @Test
  void isNeededAtThePortOfWebSocketsTooOrTheConnectionEnds() throws Exception {
    start(true);
    try (RawConnection stranger = new RawConnection(edge.socketPort())) {
      assertThat(stranger.openSocket("/front"))
          .startsWith("HTTP/1.1 401 ")
          .contains("connection: close\r\n");
      stranger.awaitEnd();
    }
    try (RawConnection viewer = new RawConnection(edge.socketPort())) {
      assertThat(viewer.openSocket("/front" + token(claims("front", 600))))
          .startsWith("HTTP/1.1 101 ")
          .contains("connection: upgrade\r\n")
          .doesNotContain("close");
    }
  }

  @Test
  void endsWhatItHasBegun() throws Exception {
    start(true);
    String token = token(claims(new JsonArray().add("front").add("film"), 2));
    WebSocket socket = connect("/front/ws" + token);
    StreamsClient streams = new StreamsClient(client, edge, "/streams" + token);
    streams.watch("front");
    try (TestViewer viewer = edge.watch("/front/stream" + token);
        TestViewer packets = edge.watch("/film/live.ts" + token)) {
      edge.publish();
      viewer.awaitFrames(1);

      viewer.awaitDisconnect();
      packets.awaitDisconnect();
      Await.until("the sockets are closed", () -> socket.isClosed() && streams.socket().isClosed());

      assertThat(viewer.isCutWithinPart()).isFalse();
    }
    for (WebSocket closed : List.of(socket, streams.socket())) {
      assertThat(closed.closeStatusCode()).isEqualTo((short) 1008);
      assertThat(closed.closeReason()).isEqualTo("the link has expired");
    }
    HttpReply again = edge.get("/front/stream" + token);
    assertThat(again.status()).isEqualTo(401);
    assertThat(again.text()).isEqualTo("This link has expired.\n");
  }

  @Test
  void leavesThoseWhoAreThereIfToldSo() throws Exception {
    start(false);
    String token = token(claims("front", 1));
    try (TestViewer viewer = edge.watch("/front/stream" + token)) {
      Await.until("the link is over", () -> edge.get("/front/" + token).status() == 401);
      edge.publish();
      viewer.awaitFrames(1);
    }
  }

  @Test
  void endsWhenItsKeyIsTakenAway() throws Exception {
    start(true);
    String token = token(claims("front", 600));
    try (TestViewer viewer = edge.watch("/front/stream" + token)) {
      Files.writeString(keys(), "two:" + Forge.base64(KEY) + "\n");
      viewer.awaitDisconnect();
    }
    assertThat(edge.get("/front/" + token).status()).isEqualTo(401);
  }

  @Test
  void endsWhenTheLastKeyIsTakenAway() throws Exception {
    start(true);
    String token = token(claims("front", 600));
    try (TestViewer viewer = edge.watch("/front/stream" + token)) {
      Files.writeString(keys(), "# none\n");
      viewer.awaitDisconnect();
    }
    assertThat(edge.get("/front/" + token).status()).isEqualTo(401);
  }

  @Test
  void goesOnBesideANewKey() throws Exception {
    start(true);
    byte[] fresh = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.UTF_8);
    String before = token(claims("front", 600));
    String after =
        "?token=" + Forge.byHmac(fresh, Forge.header("HS256", "two"), claims("front", 600));
    assertThat(edge.get("/front/" + after).status()).isEqualTo(401);

    Files.writeString(keys(), "two:%s\none:%s\n".formatted(Forge.base64(fresh), Forge.base64(KEY)));

    Await.until("the new key holds", () -> edge.get("/front/" + after).status() == 200);
    assertThat(edge.get("/front/" + before).status()).isEqualTo(200);
  }

  @Test
  void letsInAsManyAsItSays() throws Exception {
    start(true);
    String token = token(claims("front", 600).put("max", 2));
    try (TestViewer one = edge.watch("/front/stream" + token)) {
      WebSocket two = connect("/front/ws" + token);
      edge.awaitViewers(2);

      HttpReply third = edge.get("/front/stream" + token);
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.header("Retry-After")).isEqualTo("5");
      assertThat(third.text()).isEqualTo("This link has as many viewers as it takes; try again.\n");
      assertThat(
              Await.result(
                  client
                      .connect(edge.port(), "127.0.0.1", "/streams" + token)
                      .map("")
                      .otherwise(Throwable::getMessage)))
          .contains("429");
      assertThat(edge.get("/front/" + token).status()).as("a page is no viewer").isEqualTo(200);

      Await.result(two.close());
      edge.awaitViewers(1);
      try (TestViewer next = edge.watch("/front/stream" + token)) {
        assertThat(next.status()).isEqualTo(200);
      }
    }
  }
}
