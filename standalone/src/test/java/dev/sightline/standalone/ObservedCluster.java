package dev.sightline.standalone;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.TestCertificate;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.TsViewer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ingest and two edges that have something to show for each metric: TLS between them, a camera
 * with viewers at both edges, another that nobody watches, a stream that is pushed, and MPEG-TS
 * with a viewer at the first edge. A third edge, by TLS, never has a viewer. A site has dialled in,
 * and another region takes streams from the first edge.
 */
final class ObservedCluster implements AutoCloseable {

  private static final String CONFIG =
      """
      cameras:
        front: %s
        spare: %s
        gate:
          url: "push:"
          secret: s3cret-monday
        tv:
          url: "upload:"
          secret: s3cret-tuesday
      uplinks:
        garden: {token: s3cret-of-the-garden}
      """;

  private static final String EDGE_CONFIG = "downlinks: {overseas: {token: s3cret-of-overseas}}";

  private static final String REGION_CONFIG =
      """
      region: overseas
      upstreams:
        home: {url: "%s", token: s3cret-of-overseas}
      """;

  /** In real time, and the same again when it ends; $1 is where to. */
  private static final String FFMPEG =
      "while :; do ffmpeg -nostdin -v error -re -f lavfi -i testsrc2=s=160x120:r=10"
          + " -c:v mpeg1video -r 25 -b:v 200k -bf 0 -f mpegts \"$1\"; sleep 0.2; done";

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults());
  private final FakeCamera spare = FakeCamera.start(outside, CameraOptions.defaults());
  private final List<AutoCloseable> closeables = new ArrayList<>();
  private final Map<String, NodeProcess> nodes = new LinkedHashMap<>();
  private final int clusterPort = FreePort.onLoopback();
  private final Map<String, String> tls;

  private ObservedCluster(Map<String, String> tls) {
    this.tls = tls;
  }

  /**
   * Starts all of it, and returns when all viewers see something.
   *
   * @param directory for the configuration and the certificates
   */
  static ObservedCluster start(Path directory) {
    Requires.program("ffmpeg");
    Requires.program("sh");
    ObservedCluster cluster = new ObservedCluster(certificates(directory));
    try {
      cluster.begin(directory);
      return cluster;
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  private static Map<String, String> certificates(Path directory) {
    TestCertificate authority = TestCertificate.authority(directory);
    TestCertificate node = authority.issue("dns:node");
    return Map.of(
        "SIGHTLINE_CLUSTER_TLS_CERT_FILE",
        write(directory.resolve("node.pem"), node.pem()),
        "SIGHTLINE_CLUSTER_TLS_KEY_FILE",
        write(directory.resolve("node.key"), node.keyPem()),
        "SIGHTLINE_CLUSTER_TLS_CA_FILE",
        write(directory.resolve("ca.pem"), authority.pem()));
  }

  /** Those between nodes do for viewers as well. */
  private Map<String, String> withTlsForViewers() {
    Map<String, String> all = new HashMap<>(tls);
    for (String file : List.of("CERT_FILE", "KEY_FILE")) {
      all.put("SIGHTLINE_HTTP_TLS_" + file, tls.get("SIGHTLINE_CLUSTER_TLS_" + file));
    }
    return all;
  }

  private void begin(Path directory) {
    String config =
        write(directory.resolve("sightline.yaml"), CONFIG.formatted(camera.url(), spare.url()));
    add("ingest-0", clusterPort, tls, "ingest", "--config", config);
    String edges = write(directory.resolve("edge.yaml"), EDGE_CONFIG);
    add("edge-0", FreePort.onLoopback(), tls, "edge", "--config", edges);
    add("edge-1", FreePort.onLoopback(), tls, "edge", "--config", edges);
    add("edge-2", FreePort.onLoopback(), withTlsForViewers(), "edge", "--config", edges);
    nodes.values().forEach(NodeProcess::awaitReady);
    closeables.add(site().awaitUp());
    ingest().awaitLine("site garden: connected");
    closeables.add(
        RunningProgram.start(
            "sh", "-c", FFMPEG, "sh", edges().get(1).url("/upload/s3cret-tuesday")));
    watch(3);
    watchTv(edges().get(0));
    NodeProcess region = region(directory).awaitUp();
    closeables.add(region);
    Await.until("the region has the camera", () -> knows(region, "front"));
    watch(region);
    watchTv(region);
  }

  private NodeProcess region(Path directory) {
    String url = "ws://127.0.0.1:%d/downlink".formatted(edges().get(0).viewersPort());
    String config = write(directory.resolve("region.yaml"), REGION_CONFIG.formatted(url));
    return NodeProcess.start("--config", config);
  }

  private static boolean knows(NodeProcess node, String stream) {
    return TestViewer.get(node.url("/" + stream + "/status.json")).status() == 200;
  }

  /** Whose camera nobody watches. */
  private NodeProcess site() {
    return NodeProcess.start(
        "site",
        "--to",
        "ws://127.0.0.1:" + edges().get(0).viewersPort(),
        "--token",
        "s3cret-of-the-garden",
        "--camera",
        "shed=" + spare.url());
  }

  private void add(String name, int port, Map<String, String> variables, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--cluster", "127.0.0.1:" + clusterPort, "--cluster-port", "" + port));
    NodeProcess node =
        NodeProcess.start(List.of(), "127.0.0.1", variables, all.toArray(String[]::new));
    nodes.put(name, node);
    node.awaitUp();
  }

  /** Lets so many more viewers of the camera in at each edge, and returns when they see it. */
  void watch(int viewers) {
    for (NodeProcess edge : edges()) {
      for (int i = 0; i < viewers; i++) {
        watch(edge);
      }
    }
  }

  private void watch(NodeProcess node) {
    TestViewer viewer = TestViewer.open(outside, node.url("/front/stream"));
    closeables.add(viewer);
    viewer.awaitFrames(1);
  }

  private void watchTv(NodeProcess node) {
    TsViewer tv = TsViewer.open(outside, node.url("/tv/live.ts"));
    closeables.add(tv);
    tv.awaitMoreStarts(1);
  }

  /** The nodes by the names that their pods would have. */
  Map<String, NodeProcess> nodes() {
    return nodes;
  }

  NodeProcess ingest() {
    return nodes.get("ingest-0");
  }

  /** Those with viewers. */
  List<NodeProcess> edges() {
    return List.of(nodes.get("edge-0"), nodes.get("edge-1"));
  }

  @Override
  public void close() {
    NodeProcess.closeAll(nodes.values());
    for (AutoCloseable closeable : closeables) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    camera.close();
    spare.close();
    Await.result(outside.close());
  }

  private static String write(Path file, String text) {
    try {
      return Files.writeString(file, text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
