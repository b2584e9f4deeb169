package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import dev.sightline.multipart.PartWriter;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every URL of an edge that is no picture, and every wrong one. */
class EdgeRouterTest {

  private static final int TRAILER = PartWriter.trailer().length();
  private static final String TEXT = "text/plain; charset=utf-8";

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/status", "/front/status"})
  void servesPages(String path) {
    edge.start("front");

    HttpReply reply = edge.get(path);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).startsWith("text/html");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(reply.text()).startsWith("<!doctype html>").endsWith("</html>\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/assets/index.js", "/assets/sightline.css"})
  void servesWhatThePagesNeed(String path) {
    edge.start("front");

    HttpReply reply = edge.get(path);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type"))
        .startsWith(path.endsWith("js") ? "text/javascript" : "text/css");
    assertThat(reply.body().length()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/status", "/front/status", "/status.json"})
  void answersHeadWithoutABody(String path) {
    edge.start("front");

    HttpReply head = edge.request(path).withMethod("HEAD").send();

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Type")).isEqualTo(edge.get(path).header("Content-Type"));
    assertThat(head.body().length()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/front/nothing",
        "/front/stream/more",
        "/assets/",
        "/assets/nothing.js",
        "/assets/../stream.html",
        "/assets/../../logback.xml",
        "/assets/%2e%2e/stream.html",
        "/assets/..%2fstream.html",
        "/assets/%2e%2e%2f%2e%2e%2fdev/sightline/edge/EdgeRouter.class",
        "/assets/..%5cstream.html",
        "/../../../../../../etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/assets//etc/passwd",
        "/assets/%2fetc/passwd",
        "/%2e%2e/status.html",
      })
  void hasNothingBesides(String path) {
    edge.start("front");

    HttpReply reply = edge.get(path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("Content-Type")).isEqualTo(TEXT);
    assertThat(reply.text()).isEqualTo("There is nothing at this URL.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/yard/stream", "/yard/snapshot", "/yard/status", "/yard/status.json"})
  void saysThatAStreamIsUnknown(String path) {
    edge.start("front");

    HttpReply reply = edge.get(path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("Content-Type")).isEqualTo(TEXT);
    assertThat(reply.text())
        .isEqualTo("There is no stream named 'yard' here; /status lists those there are.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/FRONT/stream", "/..%2ffront/stream", "/front%20/stream", "/-/snapshot"})
  void takesWhatIsNoNameForAnUnknownStream(String path) {
    edge.start("front");

    HttpReply reply = edge.get(path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("Content-Type")).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stream", "/snapshot"})
  void wantsANameWhenThereAreSeveralStreams(String path) {
    edge.start("front", "yard");

    HttpReply reply = edge.get(path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text())
        .isEqualTo(
            "There are several streams here, so the URL must name one; /status lists them.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stream", "/snapshot"})
  void saysThatThereIsNoStreamYet(String path) {
    edge.start();

    HttpReply reply = edge.get(path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text()).isEqualTo("There is no stream here yet.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void takesNothingButGetAndHead(String method) {
    edge.start("front");

    for (String path :
        List.of("/", "/front/stream", "/stream", "/front/snapshot", "/status.json")) {
      HttpReply reply = edge.request(path).withMethod(method).send();

      assertThat(reply.status()).as(path).isEqualTo(405);
      assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
      assertThat(reply.header("Content-Type")).isEqualTo(TEXT);
      assertThat(reply.text()).isEqualTo("Only GET and HEAD work here.\n");
    }
  }

  @Test
  void tellsHowTheStreamsAre() {
    edge.start("yard", "front");
    TestViewer viewer = edge.watch("/front/stream");
    edge.publish();
    viewer.awaitFrames(1);
    Await.until("the frame is counted", () -> edge.metric("sightline.viewer.frames") == 1);

    HttpReply reply = edge.get("/status.json");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.header("Cache-Control")).startsWith("no-store");
    JsonObject report = new JsonObject(reply.body());
    assertThat(Instant.parse((String) report.remove("time"))).isBeforeOrEqualTo(Instant.now());
    assertThat(report.remove("uptimeSeconds")).isInstanceOf(Integer.class);
    assertThat(report.containsKey("version")).as("nobody's business").isFalse();
    int part = PartWriter.header(TestFrames.CAPTURED_AT, 5_000).length() + 5_000 + TRAILER;
    int repeats = report.getJsonArray("streams").getJsonObject(0).getInteger("framesRepeated");
    JsonObject front = live("front", 1).put("viewers", 1).put("framesOut", 1);
    front.put("bytesOut", part * (1 + repeats));
    front.put("supply", new JsonObject().put("from", "local").put("depth", 1).put("edges", 0));
    assertThat(withoutAges(report))
        .isEqualTo(
            new JsonObject()
                .put("node", "local")
                .put("viewers", 1)
                .put("maxViewers", 1_000)
                .put("streams", new JsonArray().add(front).add(live("yard", 0)))
                .put("links", new JsonArray())
                .put("downlinks", new JsonArray()));
  }

  @Test
  void tellsHowOneStreamIs() {
    edge.start("yard", "front");

    JsonObject report = new JsonObject(edge.get("/yard/status.json").body());

    assertThat(withoutAges(report).getJsonArray("streams"))
        .isEqualTo(new JsonArray().add(live("yard", 0).put("viewerList", new JsonArray())));
  }

  @Test
  void tellsWhyAStreamHasNoPicture() {
    edge.start("front");
    edge.ingest().lose(TestFrames.FRONT, "it refuses the connection");
    Await.until(
        "the edge knows",
        () ->
            edge.bus().directory().find(new StreamId("front")).orElseThrow().status().reason()
                != null);

    JsonObject report = new JsonObject(edge.get("/front/status.json").body());

    JsonObject stream = report.getJsonArray("streams").getJsonObject(0);
    assertThat(stream.getString("state")).isEqualTo("RETRYING");
    assertThat(stream.getString("reason")).isEqualTo("it refuses the connection");
  }

  /** Rates and ages are another with each look; {@link StatusReportTest} has those. */
  private static JsonObject withoutAges(JsonObject report) {
    report.remove("rates");
    for (Object stream : report.getJsonArray("streams")) {
      ((JsonObject) stream).remove("rates");
      ((JsonObject) stream).remove("ageMillis");
      ((JsonObject) stream).remove("framesRepeated");
    }
    return report;
  }

  private static JsonObject live(String stream, int position) {
    return new JsonObject()
        .put("stream", stream)
        .put("kind", "pictures")
        .put("position", position)
        .put("state", "LIVE")
        .put("since", TestIngest.SINCE.toString())
        .put("reason", null)
        .put("source", "http://camera/" + stream)
        .put("regions", new JsonArray())
        .put("ingest", "local")
        .put("connects", 9)
        .put("resolution", new JsonObject().put("width", 64).put("height", 48))
        .put("newestAt", "2009-02-13T23:31:30.012345Z")
        .put("supply", null)
        .put("framesIn", 70)
        .put("bytesIn", 8_000)
        .put("viewers", 0)
        .put("framesOut", 0)
        .put("bytesOut", 0)
        .put("framesDropped", 0)
        .put(
            "drops",
            new JsonObject()
                .put("loop", 0)
                .put("viewer", 0)
                .put("rate", 0)
                .put("memory", 0)
                .put("outdated", 0));
  }
}
