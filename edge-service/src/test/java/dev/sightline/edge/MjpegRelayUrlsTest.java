package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.node.UrlConfig;
import dev.sightline.node.UrlDialect;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An edge whose URLs mean what they mean to mjpeg-relay. */
class MjpegRelayUrlsTest {

  private static final EdgeFixture EDGE =
      edge()
          .withUrls(new UrlConfig(List.of(), Optional.empty(), List.of(), UrlDialect.MJPEG_RELAY))
          .withSnapshotWait(Duration.ofSeconds(2));

  @BeforeAll
  static void start() {
    EDGE.start("front");
  }

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/stream", "/cam1/stream", "/stream?fps=20", "/a/b/stream.mjpg", "/streams/1"})
  void showsTheStreamAtAnyPathWithTheWord(String path) {
    try (TestViewer viewer = EDGE.watch(path)) {
      EDGE.publish();
      viewer.awaitFrames(1);

      assertThat(viewer.status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/snapshot", "/snapshot?123", "/cam1/snapshot", "/a/snapshot/b.jpg"})
  void givesAPictureAtAnyPathWithTheWord(String path) {
    int size = EDGE.publish().size();

    HttpReply reply = EDGE.get(path);

    assertThat(reply.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(reply.body().length()).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status", "/cam1/status", "/status/stream", "/status?/snapshot"})
  void showsTheStatusAtAnyPathWithTheWord(String path) {
    HttpReply reply = EDGE.get(path);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).startsWith("text/html");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status.json", "/cam1/status.json?v=1", "/status/status.json"})
  void servesTheFiguresBesideThePage(String path) {
    assertThat(EDGE.get(path).header("Content-Type")).isEqualTo("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/assets/index.js", "/cam1/assets/index.js", "/status/assets/index.js"})
  void servesWhatThePageNeeds(String path) {
    assertThat(EDGE.get(path).header("Content-Type")).startsWith("text/javascript");
  }

  @ParameterizedTest
  @CsvSource({
    "/, status",
    "/?123, status?123",
    "/index.html, status",
    "/cam1/, status",
    "/cam1/front, status",
    "/?action=snapshot, status?action=snapshot",
    "/?action=nonsense, status?action=nonsense",
  })
  void leadsToTheStatusFromAnywhereElse(String path, String location) {
    HttpReply reply = EDGE.get(path);

    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("Location")).isEqualTo(location);
  }

  @Test
  void servesTheWebSocketsOfThePagesHereToo() {
    WebSocketClient client = EDGE.outside().createWebSocketClient();
    WebSocket socket = Await.result(client.connect(EDGE.port(), "127.0.0.1", "/cam1/front/ws"));

    assertThat(socket.isClosed()).isFalse();
    Await.result(socket.close());
  }
}
