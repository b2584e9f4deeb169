package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two ingests with the same four cameras, and an edge: processes on loopback. */
class OwnershipIT {

  private static final Logger LOG = LoggerFactory.getLogger(OwnershipIT.class);

  @TempDir Path directory;

  private final Vertx outside = Vertx.vertx();
  private final Map<String, FakeCamera> cameras = new LinkedHashMap<>();
  private final List<TestViewer> viewers = new ArrayList<>();
  private final List<NodeProcess> nodes = new ArrayList<>();
  private NodeProcess edge;
  private NodeProcess one;
  private NodeProcess other;

  @BeforeEach
  void start() throws IOException {
    for (String name : List.of("cam0", "cam1", "cam2", "cam3")) {
      cameras.put(name, FakeCamera.start(outside, CameraOptions.defaults()));
    }
    write("one.yaml", cameras.keySet());
    write("other.yaml", cameras.keySet());
    int port = FreePort.onLoopback();
    edge = startNode("edge", port, port);
    one = startIngest(port, "one.yaml");
    other = startIngest(port, "other.yaml");
    edge.awaitReady();
    Await.until("each has two", () -> owned(one).size() == 2 && owned(other).size() == 2);
  }

  @AfterEach
  void stop() {
    viewers.forEach(TestViewer::close);
    NodeProcess.closeAll(nodes);
    cameras.values().forEach(FakeCamera::close);
    Await.result(outside.close());
  }

  @Test
  void anotherTakesOverWhatAKilledIngestHad() {
    watchAll();
    one.program().signal("KILL");
    long killed = System.nanoTime();
    viewersGetPicturesFrom(other, killed);
    assertThat(cameras.values()).allMatch(camera -> camera.mostConnections() == 1);
  }

  @Test
  void anIngestHandsOverWhatItHasWhenItIsStopped() {
    watchAll();
    one.program().signal("TERM");
    long stopped = System.nanoTime();
    viewersGetPicturesFrom(other, stopped);
    assertThat(cameras.values()).allMatch(camera -> camera.mostConnections() == 1);
    Await.until("it is gone", () -> !one.program().isAlive());
  }

  @Test
  void oneThatHungLetsGoOfWhatAnotherHasTaken() {
    watchAll();
    Set<String> before = owned(one);
    one.program().signal("STOP");
    long stopped = System.nanoTime();
    try {
      viewersGetPicturesFrom(other, stopped);
    } finally {
      one.program().signal("CONT");
    }
    one.awaitLine("this process stood still");
    Await.until(
        "every camera has one connection again",
        () -> cameras.values().stream().allMatch(camera -> camera.connections() == 1));
    Await.until("the other has all", () -> owned(other).size() == 4);
    Await.until("it has none of them", () -> Collections.disjoint(owned(one), before));
    viewers.forEach(viewer -> viewer.awaitMoreFrames(5));
    assertThat(viewers).noneMatch(TestViewer::isDisconnected);
  }

  @Test
  void aStreamGoesOnAtTheIngestWhoseFileStillHasIt() throws IOException {
    watchAll();
    String removed = owned(one).iterator().next();
    Set<String> left =
        cameras.keySet().stream().filter(name -> !name.equals(removed)).collect(Collectors.toSet());
    write("one.yaml", left);
    Await.until("the other has it", () -> owned(other).contains(removed));
    viewers.forEach(viewer -> viewer.awaitMoreFrames(5));
    assertThat(viewers).noneMatch(TestViewer::isDisconnected);
    assertThat(cameras.get(removed).mostConnections()).isEqualTo(1);
  }

  private void watchAll() {
    for (String name : cameras.keySet()) {
      TestViewer viewer = TestViewer.open(outside, edge.url("/" + name + "/stream"));
      viewers.add(viewer);
      viewer.awaitFrames(5);
    }
  }

  private void viewersGetPicturesFrom(NodeProcess ingest, long since) {
    Await.until("all are owned", () -> owned(ingest).size() == cameras.size());
    LOG.info("owned by the other after {} ms", (System.nanoTime() - since) / 1_000_000);
    viewers.forEach(viewer -> viewer.awaitMoreFrames(5));
    LOG.info("pictures after {} ms", (System.nanoTime() - since) / 1_000_000);
    assertThat(viewers).noneMatch(TestViewer::isDisconnected);
    assertThat(viewers).allMatch(viewer -> viewer.tally().corrupt() == 0);
  }

  private static Set<String> owned(NodeProcess ingest) {
    return new JsonObject(TestViewer.get(ingest.statusUrl()).body())
        .getJsonArray("streams").stream()
            .map(stream -> ((JsonObject) stream).getString("stream"))
            .collect(Collectors.toSet());
  }

  private void write(String file, Set<String> names) throws IOException {
    String lines =
        names.stream()
            .map(name -> "  %s: %s%n".formatted(name, cameras.get(name).url()))
            .collect(Collectors.joining());
    Files.writeString(directory.resolve(file), "cameras:\n" + lines);
  }

  private NodeProcess startIngest(int joined, String file) {
    String path = directory.resolve(file).toString();
    return startNode("ingest", joined, FreePort.onLoopback(), "--config", path);
  }

  private NodeProcess startNode(String role, int joined, int port, String... more) {
    List<String> arguments = new ArrayList<>(List.of(role));
    arguments.addAll(List.of("--cluster", "127.0.0.1:" + joined, "--cluster-port", "" + port));
    arguments.addAll(List.of(more));
    NodeProcess node = NodeProcess.start(arguments.toArray(String[]::new));
    nodes.add(node);
    return node.awaitUp();
  }
}
