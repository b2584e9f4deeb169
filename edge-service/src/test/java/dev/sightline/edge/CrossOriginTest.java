package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.node.UrlConfig;
import dev.sightline.node.UrlDialect;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.ViewerOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts of other web sites may read. */
class CrossOriginTest {

  private static final String ALLOWED = "Access-Control-Allow-Origin";
  private static final String FRIEND = "https://friend.example";
  private static final String OTHER_FRIEND = "http://friend.example:8080";
  private static final String STRANGER = "https://stranger.example";

  private final EdgeFixture edge = edge().withSnapshotWait(Duration.ofSeconds(2));

  @AfterEach
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/front/snapshot", "/?action=snapshot", "/status.json", "/nothing"})
  void noOtherSiteReadsAnythingUnlessTold(String path) {
    start();
    edge.publish();

    HttpReply reply = from(FRIEND, path).send();

    assertThat(reply.header(ALLOWED)).isNull();
    assertThat(reply.header("Vary")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/front/snapshot", "/?action=snapshot", "/status.json", "/nothing", "/ws"})
  void aNamedSiteReadsEverythingAndNoOtherDoes(String path) {
    start(FRIEND, OTHER_FRIEND);
    edge.publish();

    for (String friend : List.of(FRIEND, OTHER_FRIEND)) {
      HttpReply reply = from(friend, path).send();
      assertThat(reply.header(ALLOWED)).isEqualTo(friend);
      assertThat(reply.header("Vary")).isEqualToIgnoringCase("Origin");
      assertThat(reply.header("Access-Control-Expose-Headers").split(","))
          .contains("X-Timestamp", "Age", "ETag", "Retry-After");
    }
    HttpReply strange = from(STRANGER, path).send();
    assertThat(strange.status()).isEqualTo(edge.get(path).status());
    assertThat(strange.header(ALLOWED)).isNull();
    assertThat(strange.header("Vary")).isEqualToIgnoringCase("Origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/front/snapshot", "/?action=snapshot", "/status.json", "/nothing"})
  void anySiteReadsEverythingIfTold(String path) {
    start(UrlConfig.ANY);
    edge.publish();

    HttpReply reply = from(STRANGER, path).send();

    assertThat(reply.header(ALLOWED)).isEqualTo("*");
    assertThat(reply.header("Vary")).isNull();
  }

  @Test
  void cachesAreToldThatAnswersDiffer() {
    start(FRIEND);

    assertThat(edge.get("/").header("Vary")).isEqualToIgnoringCase("Origin");
    assertThat(from(FRIEND, "/").send().header("Vary")).isEqualToIgnoringCase("Origin");
    assertThat(from(STRANGER, "/").send().header("Vary")).isEqualToIgnoringCase("Origin");
  }

  @Test
  void aNamedSiteReadsTheStream() {
    start(FRIEND);
    try (TestViewer viewer =
        TestViewer.open(
            edge.outside(), from(FRIEND, "/?action=stream"), ViewerOptions.defaults())) {
      edge.publish();
      viewer.awaitFrames(1);

      assertThat(viewer.headers().get(ALLOWED)).isEqualTo(FRIEND);
    }
  }

  @Test
  void aNamedSiteMayAskBeforehand() {
    start(FRIEND);

    HttpReply reply = preflight(FRIEND);

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.header(ALLOWED)).isEqualTo(FRIEND);
    assertThat(reply.header("Access-Control-Allow-Methods").split(","))
        .containsExactlyInAnyOrder("GET", "HEAD");
    assertThat(reply.header("Access-Control-Allow-Headers")).isEqualTo("if-none-match");
    assertThat(reply.header("Access-Control-Max-Age")).isEqualTo("3600");
  }

  @Test
  void anyOtherIsToldTheMethodsOnly() {
    start(FRIEND);

    HttpReply reply = preflight(STRANGER);

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(reply.header("Access-Control-Allow-Methods")).isNull();
    assertThat(reply.header(ALLOWED)).isNull();
  }

  /** Pages of this very site say where they are from as well. */
  @ParameterizedTest
  @ValueSource(strings = {FRIEND, STRANGER, "http://127.0.0.1"})
  void anySiteOpensWebSockets(String origin) {
    start(FRIEND);
    WebSocketClient client = edge.outside().createWebSocketClient();
    WebSocket socket =
        Await.result(
            client.connect(
                new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(edge.port())
                    .setURI("/front/ws")
                    .addHeader("Origin", origin)));

    assertThat(socket.isClosed()).isFalse();
    Await.result(socket.close());
  }

  @Test
  void scriptsAreForEverySite() {
    start();

    HttpReply reply = from(STRANGER, "/assets/index.js").send();

    assertThat(reply.header(ALLOWED)).isEqualTo("*");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-cache");
  }

  private void start(String... origins) {
    edge.withUrls(new UrlConfig(List.of(), Optional.empty(), List.of(origins), UrlDialect.OWN))
        .start("front");
  }

  private PlainRequest from(String origin, String path) {
    return edge.request(path).withHeader("Origin", origin);
  }

  private HttpReply preflight(String origin) {
    return from(origin, "/front/snapshot")
        .withMethod("OPTIONS")
        .withHeader("Access-Control-Request-Method", "GET")
        .withHeader("Access-Control-Request-Headers", "if-none-match")
        .send();
  }
}
