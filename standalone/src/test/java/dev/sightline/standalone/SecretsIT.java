package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.FakeProxy;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.HttpCamera;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.TestCertificate;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node is told in confidence stays with it, however its cameras fail. */
class SecretsIT {

  private static final String USER = "gatekeeper";
  private static final String SECRET = "open-sesame";
  private static final int CAMERAS = 8;

  private static final String[] PAGES = {
    "/", "/live/", "/status", "/status.json", "/live/status", "/refusing/status.json", "/live/state"
  };

  @TempDir private Path directory;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void showsNoSecretAnywhere() throws IOException {
    Path file = Files.writeString(directory.resolve("cameras.yaml"), configuration());
    try (NodeProcess node = NodeProcess.start("--debug", "--config", file.toString())) {
      node.awaitUp();
      Await.until("every camera was tried", () -> tried(node) == CAMERAS);
      String pages =
          Stream.of(PAGES)
                  .map(path -> TestViewer.get(node.url(path)).body().toString())
                  .reduce("", String::concat)
              + node.metrics();
      String lines = String.join("\n", node.program().lines());
      assertThat(pages).contains("refusing", "tunnelled", "sightline_camera_state");
      assertThat(lines).contains("refusing: no picture", "live: pictures arrive");
      assertThat(pages + lines).doesNotContain(SECRET, USER, basic());
    }
  }

  /** What somebody else tries may be nearly right, or right elsewhere. */
  @Test
  void repeatsNoSecretThatSomebodyShows() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("pushed.yaml"),
            "cameras: {pushed: {url: 'push:', secret: s3cret-1}, sent: {url: 'upload:', secret: s3cret-2}}\n");
    try (NodeProcess node =
        NodeProcess.start("--debug", "--log-format=json", "--config=" + file).awaitUp()) {
      for (String path :
          List.of(
              "/upload/s3cret-3",
              "/upload/s3cret-3/more",
              "/pushed/frames?token=s3cret-4",
              "/nobody/frames?token=s3cret-4",
              "/pushed/snapshot?token=s3cret-4&max_wait=no",
              "/nobody/stream?token=s3cret-4")) {
        for (String method : List.of("GET", "PUT", "POST", "DELETE")) {
          HttpReply reply =
              PlainRequest.get(node.url(path))
                  .withMethod(method)
                  .withHeader("Authorization", "Basic " + basic())
                  .send();
          assertThat(reply.status()).as(method + " " + path).isBetween(400, 503);
          assertThat(reply.text()).doesNotContain("s3cret");
        }
      }
      node.awaitLine("an upload from .* was refused: no stream has its secret");
      assertThat(String.join("\n", node.program().lines()) + node.metrics())
          .doesNotContain("s3cret", SECRET, basic());
    }
  }

  /** Who knows the cluster's name can join, though it has only a hash of the secret in it. */
  @Test
  void showsNeitherTheClustersSecretNorItsName() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("cluster.yaml"), "cluster: {secret: %s}\n".formatted(SECRET));
    int port = FreePort.onLoopback();
    String[] arguments = {
      "ingest",
      "--debug",
      "--config=" + file,
      "--cluster=127.0.0.1:" + port,
      "--cluster-port=" + port,
      "--bus-port=" + port
    };
    try (NodeProcess first = NodeProcess.start(arguments);
        NodeProcess second = NodeProcess.start(arguments)) {
      first.awaitLine("joined, 2 in the cluster|2 nodes so far");
      second.awaitUp();
      String said =
          Stream.of(first, second)
              .flatMap(
                  node ->
                      Stream.concat(
                          node.program().lines().stream(),
                          Stream.of(TestViewer.get(node.statusUrl()).body().toString())))
              .collect(Collectors.joining("\n"));
      assertThat(said).doesNotContain(SECRET).doesNotContainPattern("sightline-[0-9a-f]{32}");
    }
  }

  private String configuration() {
    CameraOptions guarded = CameraOptions.defaults().withCredentials(USER, SECRET);
    int camera = FakeCamera.start(vertx, guarded).port();
    int stranger = FakeCamera.start(vertx, guarded.withCredentials("other", "one")).port();
    int proxy = FakeProxy.start(vertx).withCredentials("other", "one").port();
    return """
        ingest:
          on-demand: false
          headers: {X-Key: SECRET}
        cameras:
          live: http://USER:SECRET@127.0.0.1:%1$d/?pwd=SECRET
          stranger: http://USER:SECRET@127.0.0.1:%2$d/?pwd=SECRET#SECRET
          refusing: {url: "http://127.0.0.1:1/?pwd=SECRET", username: USER, password: SECRET}
          echoing: http://USER:SECRET@127.0.0.1:%5$d/video?pwd=SECRET
          posting: {url: "http://127.0.0.1:%2$d/", method: POST, body: SECRET}
          untrusted: https://USER:SECRET@127.0.0.1:%3$d/?pwd=SECRET
          proxied: {url: "http://127.0.0.1:%1$d/?SECRET", proxy: "http://USER:SECRET@127.0.0.1:%4$d"}
          tunnelled: {url: "https://127.0.0.1:%3$d/?SECRET", proxy: "http://USER:SECRET@127.0.0.1:%4$d"}
        """
        .formatted(camera, stranger, tlsPort(), proxy, echo())
        .replace("USER", USER)
        .replace("SECRET", SECRET);
  }

  /** A camera that repeats what it was asked with. */
  private int echo() {
    return HttpCamera.start(
            vertx,
            request ->
                request
                    .response()
                    .setStatusCode(404)
                    .setStatusMessage(request.uri() + " for " + request.getHeader("Authorization"))
                    .end())
        .port();
  }

  private int tlsPort() {
    TestCertificate shown = TestCertificate.selfSigned(directory, "ip:127.0.0.1");
    HttpServerOptions options =
        new HttpServerOptions().setSsl(true).setKeyCertOptions(shown.keys());
    return Await.result(
            vertx
                .createHttpServer(options)
                .requestHandler(request -> request.response().setStatusCode(404).end())
                .listen(0, "127.0.0.1"))
        .actualPort();
  }

  private static long tried(NodeProcess node) {
    JsonArray streams =
        new JsonObject(TestViewer.get(node.url("/status.json")).body()).getJsonArray("streams");
    return streams.stream().map(JsonObject.class::cast).filter(SecretsIT::isSettled).count();
  }

  private static boolean isSettled(JsonObject stream) {
    return stream.getString("reason") != null || stream.getLong("framesIn") > 0;
  }

  private static String basic() {
    byte[] pair = (USER + ":" + SECRET).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(pair);
  }
}
