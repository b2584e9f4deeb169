package dev.sightline.standalone;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.FakeCamera;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** An ingest with one camera, two edges and a balancer in front of them, each in its process. */
record EdgePair(NodeProcess ingest, List<NodeProcess> edges, Balancer balancer)
    implements AutoCloseable {

  private static final String HERE = "127.0.0.1";

  /** More than the balancer needs to notice, on a busy machine too. */
  private static final Map<String, String> SETTINGS = Map.of("SIGHTLINE_SHUTDOWN_DELAY", "5s");

  static EdgePair start(FakeCamera camera, Path directory) {
    String clusterPort = "" + FreePort.onLoopback();
    String cluster = HERE + ":" + clusterPort;
    NodeProcess ingest =
        NodeProcess.start(
                "ingest",
                "--camera",
                "front=" + camera.url(),
                "--cluster",
                cluster,
                "--cluster-port",
                clusterPort)
            .awaitUp();
    List<NodeProcess> edges = List.of(edge(cluster), edge(cluster));
    edges.forEach(NodeProcess::awaitUp);
    edges.forEach(NodeProcess::awaitReady);
    return new EdgePair(ingest, edges, Balancer.start(directory, edges));
  }

  private static NodeProcess edge(String cluster) {
    return NodeProcess.start(
        List.of(),
        HERE,
        SETTINGS,
        "edge",
        "--cluster",
        cluster,
        "--cluster-port",
        "" + FreePort.onLoopback());
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

  @Override
  public void close() {
    balancer.close();
    edges.forEach(NodeProcess::close);
    ingest.close();
  }
}
