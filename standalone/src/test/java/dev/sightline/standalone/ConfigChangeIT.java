package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs started with a configuration file that changes while they run. */
class ConfigChangeIT {

  /** A camera that shows nothing while others change is not to be taken for stalled. */
  private static final String PATIENCE = "ingest: {stall-timeout: 1h}\n";

  @TempDir private Path directory;

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera front = FakeCamera.start(outside, CameraOptions.defaults().manual());
  private final FakeCamera yard = FakeCamera.start(outside, CameraOptions.defaults());
  private final List<TestViewer> viewers = new ArrayList<>();
  private final List<NodeProcess> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    viewers.forEach(TestViewer::close);
    NodeProcess.closeAll(nodes);
    Await.result(outside.close());
  }

  @Test
  void changesTheOtherCamerasWhileOneIsWatched() throws IOException {
    write(camera("front", front));
    NodeProcess relay = start("--config", file().toString());
    TestViewer viewer = watchFront(relay);
    showOneByOne(viewer);

    write(camera("front", front), camera("yard", yard));
    awaitStreams(relay, "front, yard");
    TestViewer ofYard = watch(relay, "yard");
    ofYard.awaitFrames(3);

    write(camera("front", front));
    ofYard.awaitDisconnect();
    awaitStreams(relay, "front");
    assertThat(TestViewer.get(relay.url("/yard/stream")).status()).isEqualTo(404);

    write(camera("front", front), camera("gate", yard));
    awaitStreams(relay, "front, gate");
    TestViewer ofGate = watch(relay, "gate");
    ofGate.awaitFrames(3);

    showOneByOne(viewer);
    assertThat(viewer.tally().gaps()).isZero();
    assertThat(front.connectionsEver()).isEqualTo(1);
    assertThat(yard.mostConnections()).isEqualTo(1);
  }

  @Test
  void movesTheViewersOfAStreamWhoseUrlChanges() throws IOException {
    write(camera("front", front));
    NodeProcess relay = start("--config", file().toString());
    TestViewer viewer = watchFront(relay);
    showOneByOne(viewer);

    write(camera("front", yard));

    yard.awaitStreamingClients(1);
    Await.until("the old camera is left alone", () -> front.connections() == 0);
    viewer.awaitMoreFrames(3);
    assertThat(viewer.isDisconnected()).isFalse();
    assertThat(viewer.tally().corrupt()).isZero();
  }

  @Test
  void keepsWhatHeldBeforeWhileTheFileHasMistakes() throws IOException {
    write(camera("front", front));
    NodeProcess relay = start("--config", file().toString());
    TestViewer viewer = watchFront(relay);
    showOneByOne(viewer);

    write("  yard: ftp://camera/", "  gate: {urk: 'http://camera/'}");
    relay.awaitLine("WARN .*cameras.yard.url must start with http:// or https://, not ftp://");
    relay.awaitLine("WARN .*cameras.gate.url is missing");
    relay.awaitLine("WARN .*cameras.gate.urk is not a setting; did you mean cameras.gate.url");
    awaitStreams(relay, "front");
    showOneByOne(viewer);
    assertThat(relay.metric("sightline_config_valid")).isZero();

    write(camera("front", front), camera("yard", yard));
    awaitStreams(relay, "front, yard");
    Await.until("the file holds", () -> relay.metric("sightline_config_valid") == 1);
    showOneByOne(viewer);
    assertThat(viewer.tally().gaps()).isZero();
    assertThat(front.connectionsEver()).isEqualTo(1);
  }

  @Test
  void takesAPasswordFromAFileThatChanges() throws IOException {
    Path password = Files.writeString(directory.resolve("password"), "old");
    write(
        "  front:",
        "    url: " + front.url(),
        "    username: viewer",
        "    password-file: " + password);
    NodeProcess relay = start("--config", file().toString());
    TestViewer viewer = watchFront(relay);
    showOneByOne(viewer);
    assertThat(lastAuthorization()).isEqualTo(basic("viewer:old"));

    Files.writeString(password, "new");

    Await.until("the new one is sent", () -> lastAuthorization().equals(basic("viewer:new")));
    front.awaitStreamingClients(1);
    showOneByOne(viewer);
    assertThat(front.connections()).isEqualTo(1);
  }

  @Test
  void showsTheDemoCameraWheneverThereIsNoOther() throws IOException {
    write();
    NodeProcess relay = start("--config", file().toString());
    awaitStreams(relay, "demo");

    write(camera("front", front));
    awaitStreams(relay, "front");
    showOneByOne(watchFront(relay));

    write();
    awaitStreams(relay, "demo");
    watch(relay, "demo").awaitFrames(1);
  }

  @Test
  void tellsTheEdgesOfTheCluster() throws IOException {
    write(camera("front", front));
    int port = FreePort.onLoopback();
    NodeProcess ingest =
        start(
            "ingest",
            "--config",
            file().toString(),
            "--cluster",
            "127.0.0.1:" + port,
            "--cluster-port",
            "" + port);
    NodeProcess edge =
        start(
            "edge",
            "--cluster",
            "127.0.0.1:" + ingest.clusterPort(),
            "--cluster-port",
            "" + FreePort.onLoopback());
    edge.awaitReady();
    TestViewer viewer = watchFront(edge);
    showOneByOne(viewer);

    write(camera("front", front), camera("yard", yard));
    awaitStreams(edge, "front, yard");
    TestViewer ofYard = watch(edge, "yard");
    ofYard.awaitFrames(3);

    write(camera("front", front));
    ofYard.awaitDisconnect();
    awaitStreams(edge, "front");
    assertThat(TestViewer.get(edge.url("/yard/stream")).status()).isEqualTo(404);
    showOneByOne(viewer);
    assertThat(viewer.tally().gaps()).isZero();
    assertThat(front.connectionsEver()).isEqualTo(1);
  }

  private NodeProcess start(String... arguments) {
    NodeProcess node = NodeProcess.start(arguments);
    nodes.add(node);
    return node.awaitUp();
  }

  private TestViewer watch(NodeProcess node, String stream) {
    TestViewer viewer = TestViewer.open(outside, node.url("/%s/stream".formatted(stream)));
    viewers.add(viewer);
    return viewer;
  }

  private TestViewer watchFront(NodeProcess node) {
    TestViewer viewer = watch(node, "front");
    front.awaitStreamingClients(1);
    return viewer;
  }

  /** Each picture is awaited before the next, so that none is left out on a busy machine. */
  private void showOneByOne(TestViewer viewer) {
    for (int i = 0; i < 5; i++) {
      int sent = front.sendFrame();
      viewer.awaitFrame("picture " + sent, frame -> frame.sequence() == sent);
    }
  }

  private Path file() {
    return directory.resolve("sightline.yaml");
  }

  /** Writes the file as a whole, the way most editors do. */
  private void write(String... cameras) throws IOException {
    String yaml = PATIENCE + "cameras:\n" + String.join("\n", cameras) + "\n";
    Path next = Files.writeString(directory.resolve("sightline.yaml~"), yaml);
    Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String camera(String stream, FakeCamera camera) {
    return "  %s: %s".formatted(stream, camera.url());
  }

  private static void awaitStreams(NodeProcess node, String names) {
    Await.until("the streams are " + names, () -> names.equals(streams(node)));
  }

  private static String streams(NodeProcess node) {
    JsonArray list =
        new JsonObject(TestViewer.get(node.url("/status.json")).body()).getJsonArray("streams");
    return list.stream()
        .map(stream -> ((JsonObject) stream).getString("stream"))
        .collect(Collectors.joining(", "));
  }

  private String lastAuthorization() {
    return front.requests().get(front.requests().size() - 1).headers().get("Authorization");
  }

  private static String basic(String credentials) {
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }
}
