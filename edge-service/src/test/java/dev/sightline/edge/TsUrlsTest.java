package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import dev.sightline.node.UrlConfig;
import dev.sightline.node.UrlDialect;
import dev.sightline.testkit.HttpReply;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which stream is meant among pictures and MPEG-TS, and what is said when none can be. */
class TsUrlsTest {

  private final EdgeFixture edge = edge().withTs("music", "radio");

  @AfterEach
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/front/live.ts", "/front/streamsocket"})
  void saysWherePicturesAre(String path) {
    edge.start("front", "music");

    assertMistake(
        path,
        "The stream 'front' is pictures, not MPEG-TS: it is at front/stream, its page at front/.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/music/stream",
        "/music/snapshot",
        "/music/ws",
        "/music/websocket",
        "/music/?action=stream"
      })
  void saysWhereMpegTsIs(String path) {
    edge.start("front", "music");

    assertMistake(
        path,
        "The stream 'music' is MPEG-TS, not pictures: it is at music/live.ts, its page at music/.");
  }

  @Test
  void wantsANameAmongSeveral() {
    edge.start("music", "radio");

    assertMistake(
        "/live.ts",
        "There are several streams of MPEG-TS here, so the URL must name one: music/live.ts,"
            + " radio/live.ts.");
    assertMistake(
        "/stream", "There are only streams of MPEG-TS here: music/live.ts, radio/live.ts.");
  }

  @Test
  void saysThatThereIsNone() {
    edge.start("front");

    assertMistake("/live.ts", "There is no stream of MPEG-TS here.");
    assertMistake(
        "/attic/live.ts", "There is no stream named 'attic' here; /status lists those there are.");
  }

  @Test
  void meansTheOnlyOneOfItsKind() {
    edge.start("front", "music");

    assertThat(head("/live.ts")).isEqualTo("video/mp2t");
    assertThat(head("/stream")).startsWith("multipart/");
  }

  @Test
  void meansTheDefaultStreamAmongSeveral() {
    edge.withUrls(defaultStream("radio")).start("front", "music", "radio");

    assertThat(head("/live.ts")).isEqualTo("video/mp2t");
    assertThat(head("/stream")).startsWith("multipart/");
  }

  @Test
  void meansTheOnlyMpegTsThoughTheDefaultIsACamera() {
    edge.withUrls(defaultStream("front")).start("front", "yard", "music");

    assertThat(head("/live.ts")).isEqualTo("video/mp2t");
    assertThat(head("/stream")).startsWith("multipart/");
  }

  @Test
  void asksForAWebSocketAtStreamsocket() {
    edge.start("music");

    HttpReply reply = edge.get("/streamsocket");

    assertThat(reply.status()).isEqualTo(426);
    assertThat(reply.text())
        .isEqualTo("This URL speaks WebSocket; the same packets are at live.ts.\n");
  }

  @Test
  void hasAPageWithAPlayer() {
    edge.start("front", "music");

    HttpReply page = edge.get("/music/");
    assertThat(page.text()).contains("../assets/ts.js");
    assertThat(page.header("Content-Security-Policy"))
        .contains("script-src 'self' 'wasm-unsafe-eval'")
        .doesNotContain("unsafe-inline");
    HttpReply other = edge.get("/front/");
    assertThat(other.text()).contains("../assets/stream.js");
    assertThat(other.header("Content-Security-Policy")).doesNotContain("wasm");
    assertThat(edge.get("/assets/jsmpeg/dist/jsmpeg-player.esm.js").text()).contains("JSMpeg");
    assertThat(edge.get("/assets/jsmpeg/LICENSE").text()).contains("MIT");
  }

  @Test
  void leadsToThePageOfTheOnlyStream() {
    edge.start("music");

    HttpReply reply = edge.get("/");

    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("Location")).isEqualTo("music/");
  }

  @Test
  void showsTheWallWhenThereIsMore() {
    edge.start("music", "radio");

    assertThat(edge.get("/").text()).contains("assets/index.js");
  }

  @Test
  void listsTheKindAndRefusesToWatchIt() {
    edge.start("front", "music");
    WebSocketClient client = edge.outside().createWebSocketClient();
    StreamsClient streams = new StreamsClient(client, edge);

    streams.say(new JsonObject().put("type", "list"));
    streams.say(new JsonObject().put("type", "watch").put("stream", "music"));

    assertThat(streams.await("streams").getJsonArray("streams"))
        .extracting(each -> ((JsonObject) each).getString("kind"))
        .containsExactly("pictures", "ts");
    JsonObject error = streams.await("error");
    assertThat(error.getString("stream")).isEqualTo("music");
    assertThat(error.getString("reason"))
        .isEqualTo(
            "The stream 'music' is MPEG-TS, not pictures: it is at music/live.ts, its page at"
                + " music/.");
  }

  private String head(String path) {
    return edge.request(path).withMethod("HEAD").send().header("Content-Type");
  }

  private void assertMistake(String path, String sentence) {
    HttpReply reply = edge.get(path);
    assertThat(reply.text()).isEqualTo(sentence + "\n");
    assertThat(reply.status()).isEqualTo(404);
  }

  private static UrlConfig defaultStream(String name) {
    return new UrlConfig(List.of(), Optional.of(new StreamId(name)), List.of(), UrlDialect.OWN);
  }
}
