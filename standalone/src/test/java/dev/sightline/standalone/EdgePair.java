package dev.sightline.standalone;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.FreePort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** An ingest with one camera, two edges and a balancer in front of them, each in its process. */
final class EdgePair implements AutoCloseable {

  private static final String HERE = "127.0.0.1";

  /** More than the balancer needs to notice, on a busy machine too. */
  private static final Map<String, String> SETTINGS = Map.of("SIGHTLINE_SHUTDOWN_DELAY", "5s");

  private final String clusterPort = "" + FreePort.onLoopback();
  private final List<NodeProcess> edges = new ArrayList<>();
  private final List<NodeProcess> all = new ArrayList<>();
  private Balancer balancer;

  private EdgePair() {}

  /** All of it is up when this returns, or nothing is left of it. */
  static EdgePair start(FakeCamera camera, Path directory) {
    EdgePair pair = new EdgePair();
    try {
      pair.startAll(camera, directory);
      return pair;
    } catch (RuntimeException | AssertionError e) {
      pair.close();
      throw e;
    }
  }

  private void startAll(FakeCamera camera, Path directory) {
    startNode(Map.of(), clusterPort, "ingest", "--camera", "front=" + camera.url()).awaitUp();
    edges.add(startNode(SETTINGS, "" + FreePort.onLoopback(), "edge"));
    edges.add(startNode(SETTINGS, "" + FreePort.onLoopback(), "edge"));
    edges.forEach(NodeProcess::awaitUp);
    edges.forEach(NodeProcess::awaitReady);
    balancer = Balancer.start(directory, edges);
  }

  private NodeProcess startNode(Map<String, String> settings, String port, String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.addAll(List.of("--cluster", HERE + ":" + clusterPort, "--cluster-port", port));
    NodeProcess node = NodeProcess.start(List.of(), HERE, settings, words.toArray(String[]::new));
    all.add(node);
    return node;
  }

  List<NodeProcess> edges() {
    return edges;
  }

  Balancer balancer() {
    return balancer;
  }

  /** The edge that has a viewer, of whom there is one. */
  NodeProcess watched() {
    AtomicReference<NodeProcess> watched = new AtomicReference<>();
    Await.until(
        "an edge has a viewer",
        () -> {
          edges.stream()
              .filter(edge -> edge.metric("sightline_viewers", "front") > 0)
              .findFirst()
              .ifPresent(watched::set);
          return watched.get() != null;
        });
    return watched.get();
  }

  NodeProcess other(NodeProcess edge) {
    return edges.get(1 - edges.indexOf(edge));
  }

  @Override
  public void close() {
    NodeProcess.closeAll(all);
    if (balancer != null) {
      balancer.close();
    }
  }
}
