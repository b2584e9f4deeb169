package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.node.UrlConfig;
import dev.sightline.node.UrlDialect;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every URL that leads to two streams, yard before front, of which yard is the default, at an edge
 * behind a proxy that leaves /cams there.
 */
class UrlDialectsTest {

  private static final UrlConfig URLS =
      new UrlConfig(List.of("/cams"), Optional.of(new StreamId("yard")), List.of(), UrlDialect.OWN);

  private static final EdgeFixture EDGE =
      edge().withUrls(URLS).withSnapshotWait(Duration.ofSeconds(2));

  /** By these it is seen whose picture it is. */
  private static final int YARD_SIZE = 4_000;

  private static final int FRONT_SIZE = 6_000;

  @BeforeAll
  static void start() {
    EDGE.start("yard", "front");
  }

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  private static Stream<String> prefixes() {
    return Stream.of("", "/cams");
  }

  @ParameterizedTest
  @CsvSource({
    "/stream, yard",
    "/stream?fps=5&bypassCache=1, yard",
    "/front/stream, front",
    "/stream.mjpg, yard",
    "/front/stream.mjpg, front",
    "/?action=stream, yard",
    "/front/?action=stream, front",
    "/?action=stream_0, yard",
    "/?action=stream_1&n=1, front",
    "/index1.jpg, yard",
    "/index2.jpg?123, front",
    "/front/index1.jpg, front",
    "/cams/front/stream, front",
    "/cams/?action=stream_1, front",
    "/cams/yard/?action=stream, yard",
    "/cams/index2.jpg, front",
    "/cams/../front/./stream, front",
  })
  void showsTheStreamOf(String path, String stream) {
    publish();

    try (TestViewer viewer = EDGE.watch(path)) {
      publish();
      viewer.awaitFrames(1);

      assertThat(viewer.status()).isEqualTo(200);
      assertThat(viewer.headers().get("Content-Type"))
          .isEqualTo("multipart/x-mixed-replace; boundary=boundarydonotcross");
      assertThat(viewer.headers().get("Cache-Control"))
          .isEqualTo("no-store, no-cache, must-revalidate, pre-check=0, post-check=0, max-age=0");
      assertThat(viewer.headers().get("Pragma")).isEqualTo("no-cache");
      assertThat(viewer.headers().get("Expires")).isEqualTo("Mon, 3 Jan 2000 12:34:56 GMT");
      assertThat(viewer.headers().get("X-Accel-Buffering")).isEqualTo("no");
      assertThat(viewer.headers().get("Connection")).isEqualTo("close");
      assertThat(viewer.last().orElseThrow().jpeg().orElseThrow().length())
          .isEqualTo(sizeOf(stream));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/snapshot, yard",
    "/snapshot?123, yard",
    "/front/snapshot, front",
    "/snapshot.jpg, yard",
    "/front/snapshot.jpg?width=640, front",
    "/?action=snapshot, yard",
    "/front/?action=snapshot, front",
    "/?action=snapshot_0, yard",
    "/?bypassCache=7&action=snapshot_1, front",
    "/cams/front/snapshot, front",
    "/cams/?action=snapshot, yard",
  })
  void givesThePictureOf(String path, String stream) {
    for (String method : List.of("GET", "HEAD")) {
      publish();

      HttpReply reply = EDGE.request(path).withMethod(method).send();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("Content-Type")).isEqualTo("image/jpeg");
      assertThat(reply.header("Content-Length")).isEqualTo("" + sizeOf(stream));
      assertThat(reply.header("Cache-Control")).startsWith("no-store, no-cache");
      assertThat(reply.body().length()).isEqualTo(method.equals("GET") ? sizeOf(stream) : 0);
    }
  }

  @ParameterizedTest
  @MethodSource("prefixes")
  void servesPages(String prefix) {
    for (String path :
        List.of("/", "/index.html", "/front/", "/front/index.html", "/status", "/front/status")) {
      HttpReply reply = EDGE.get(prefix + path);

      assertThat(reply.status()).as(path).isEqualTo(200);
      assertThat(reply.header("Content-Type")).as(path).startsWith("text/html");
    }
  }

  @ParameterizedTest
  @MethodSource("prefixes")
  void servesWhatPagesNeedBesideThem(String prefix) {
    for (String path : List.of("/assets/index.js", "/front/assets/index.js")) {
      HttpReply reply = EDGE.get(prefix + path + "?v=1");

      assertThat(reply.status()).as(path).isEqualTo(200);
      assertThat(reply.header("Content-Type")).as(path).startsWith("text/javascript");
    }
  }

  @ParameterizedTest
  @MethodSource("prefixes")
  void servesFigures(String prefix) {
    assertThat(streamsOf(prefix + "/status.json")).containsExactly("front", "yard");
    assertThat(streamsOf(prefix + "/front/status.json")).containsExactly("front");
    for (String path : List.of("/state", "/front/state")) {
      JsonObject state = new JsonObject(EDGE.get(prefix + path).body());
      assertThat(state.getBoolean("ok")).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/front, front/",
    "/front?action=stream, front/?action=stream",
    "/cams, cams/",
    "/cams?a=%2f, cams/?a=%2f",
    "/cams/front, front/",
    "/cams/../front, front/",
  })
  void leadsToADirectoryByARelativeUrl(String path, String location) {
    for (String method : List.of("GET", "HEAD")) {
      HttpReply reply = EDGE.request(path).withMethod(method).send();

      assertThat(reply.status()).isEqualTo(302);
      assertThat(reply.header("Location")).isEqualTo(location);
      assertThat(reply.header("Cache-Control")).startsWith("no-store");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ws",
        "/front/ws",
        "/cams/front/ws?format=base64",
        "/websocket",
        "/cams/front/websocket",
        "/streams",
        "/cams/streams"
      })
  void saysThatAUrlIsForWebSockets(String path) {
    for (String method : List.of("GET", "HEAD")) {
      HttpReply reply = EDGE.request(path).withMethod(method).send();

      assertThat(reply.status()).isEqualTo(426);
      assertThat(reply.header("Upgrade")).isEqualTo("websocket");
    }
  }

  @Test
  void opensWebSocketsBehindAPrefix() {
    WebSocketClient client = EDGE.outside().createWebSocketClient();
    WebSocket socket =
        Await.result(client.connect(EDGE.port(), "127.0.0.1", "/cams/front/ws?fps=5"));

    assertThat(socket.isClosed()).isFalse();
    Await.result(socket.close());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/front",
        "/front/",
        "/front/stream",
        "/?action=stream_1",
        "/index1.jpg",
        "/cams/front/snapshot",
        "/status.json",
        "/assets/index.js",
        "/ws"
      })
  void tellsWhichMethodsThereAre(String path) {
    HttpReply reply = EDGE.request(path).withMethod("OPTIONS").send();

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(reply.header("Access-Control-Allow-Origin")).isNull();
    assertThat(reply.body().length()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /attic/             | There is no stream named 'attic' here; /status lists those there are.
          /attic/?action=stream | There is no stream named 'attic' here; /status lists those there are.
          /cams/attic/stream  | There is no stream named 'attic' here; /status lists those there are.
          /other/stream       | There is no stream named 'other' here; /status lists those there are.
          /other/front/stream | There is nothing at this URL.
          /other/assets/index.js | There is nothing at this URL.
          /cams/cams/stream   | There is no stream named 'cams' here; /status lists those there are.
          /cams%2ffront/stream | There is no stream named 'cams/front' here; /status lists those there are.
          /cams/attic         | There is nothing at this URL.
          /FRONT/             | There is nothing at this URL.
          /?action=stream_2   | No stream has this number here; /status lists those there are.
          /index0.jpg         | No stream has this number here; /status lists those there are.
          /front/index2.jpg   | No stream has this number here; /status lists those there are.
          """)
  void saysWhyThereIsNothingAt(String path, String sentence) {
    for (String method : List.of("GET", "HEAD")) {
      HttpReply reply = EDGE.request(path).withMethod(method).send();

      assertThat(reply.status()).as(method).isEqualTo(404);
      assertThat(reply.header("Cache-Control")).startsWith("no-store");
      assertThat(reply.text()).isEqualTo(method.equals("HEAD") ? "" : sentence + "\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /?action=command   | action must be stream or snapshot, or one with a number such as stream_0.
          /front/?action=    | action must be stream or snapshot, or one with a number such as stream_0.
          /front/stream?fps=0 | fps must be a number of frames a second from 0.01 to 1000, such as 5 or 0.5.
          /%zz               | This URL is broken: after % come two digits.
          /front/stream?fps=%z | This URL is broken: after % come two digits.
          """)
  void saysWhatIsWrongWith(String path, String sentence) {
    HttpReply reply = EDGE.get(path);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).isEqualTo(sentence + "\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {3_000, 100_000})
  void outlivesLongUrls(int length) {
    HttpReply reply = EDGE.get("/cams/" + "x/".repeat(length / 2) + "stream");

    assertThat(reply.status()).isIn(404, 414);
  }

  /** What a redirect repeats must not become a header of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"/front?a=\u0001", "/front?a=\t", "/front?a=%0d%0aX-Evil:%201"})
  void answersStrangeBytesWithoutFailing(String target) {
    try (RawConnection connection = new RawConnection(EDGE.port())) {
      String head = connection.send("GET " + target + " HTTP/1.1\r\nHost: edge\r\n\r\n").readHead();

      assertThat(head).matches("(?s)HTTP/1\\.[01] (302|400) .*");
      assertThat(head.lines()).noneMatch(line -> line.startsWith("X-Evil"));
    }
  }

  private static int sizeOf(String stream) {
    return stream.equals("front") ? FRONT_SIZE : YARD_SIZE;
  }

  private static void publish() {
    Frame front = EDGE.ingest().publish(TestFrames.FRONT, FRONT_SIZE);
    Frame yard = EDGE.ingest().publish(new StreamId("yard"), YARD_SIZE);
    assertThat(front.size()).isNotEqualTo(yard.size());
  }

  private static List<String> streamsOf(String path) {
    JsonArray streams = new JsonObject(EDGE.get(path).body()).getJsonArray("streams");
    return streams.stream().map(each -> ((JsonObject) each).getString("stream")).toList();
  }
}
