package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.access.Forge;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of those who watch by a bearer token when it ends. */
class TokenEndTest {

  private static final String SECRET = "s3cret-that-both-sides-know-0123456789";

  private final EdgeFixture edge = edge();

  /** A field, since a client that is garbage closes its connections. */
  private final WebSocketClient client = edge.outside().createWebSocketClient();

  @AfterEach
  void stop() {
    edge.close();
  }

  private void start(String endStreams, String skew) {
    JsonObject tokens =
        new JsonObject()
            .put("secret", SECRET)
            .put("clock-skew", skew)
            .put("end-streams", endStreams);
    edge.withTs("film")
        .withAccess(new JsonObject().put("watch", "signed-in").put("tokens", tokens))
        .start("film", "front");
  }

  private static String tokenFor(int seconds) {
    JsonObject claims =
        new JsonObject().put("sub", "anna").put("exp", Instant.now().getEpochSecond() + seconds);
    return "?token="
        + Forge.byHmac(
            SECRET.getBytes(StandardCharsets.UTF_8),
            new JsonObject().put("typ", "JWT").put("alg", "HS256"),
            claims);
  }

  private WebSocket connect(String path) {
    return Await.result(client.connect(edge.port(), "127.0.0.1", path));
  }

  private void awaitEnd(String token) {
    Await.until("the token is over", () -> edge.get("/front/" + token).status() == 401);
  }

  @Test
  void theyGoIfSoConfigured() {
    start("true", "0s");
    String token = tokenFor(2);
    List<WebSocket> sockets =
        List.of(
            connect("/front/ws" + token),
            connect("/film/live.ts" + token),
            connect("/streams" + token));
    try (TestViewer viewer = edge.watch("/front/stream" + token);
        TestViewer packets = edge.watch("/film/live.ts" + token);
        TestViewer stays = edge.watch("/front/stream" + tokenFor(600))) {
      edge.publish();
      viewer.awaitFrames(1);

      viewer.awaitDisconnect();
      packets.awaitDisconnect();
      Await.until("all are closed", () -> sockets.stream().allMatch(WebSocket::isClosed));

      assertThat(viewer.isCutWithinPart()).isFalse();
      assertThat(sockets)
          .allSatisfy(
              closed -> {
                assertThat(closed.closeStatusCode()).isEqualTo((short) 1008);
                assertThat(closed.closeReason()).isEqualTo("the token has expired");
              });
      edge.publish();
      stays.awaitFrames(2);
    }
  }

  @Test
  void theyHaveAsLongAsAClockMayBeWrong() {
    start("true", "5m");
    String token = tokenFor(-100);
    try (TestViewer viewer = edge.watch("/front/stream" + token);
        TestViewer gone = edge.watch("/front/stream" + tokenFor(-299))) {
      gone.awaitDisconnect();
      edge.publish();
      viewer.awaitFrames(1);
    }
  }

  @Test
  void theyStayUnlessToldOtherwise() {
    start("false", "0s");
    String token = tokenFor(5);
    String later = tokenFor(8);
    try (TestViewer viewer = edge.watch("/front/stream" + token)) {
      awaitEnd(token);
      awaitEnd(later);
      edge.publish();
      viewer.awaitFrames(1);
    }
  }
}
