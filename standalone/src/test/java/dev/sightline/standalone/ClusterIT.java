package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.ViewerTally;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three processes on loopback, started as a user starts them: an ingest and two edges. */
class ClusterIT {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterIT.class);

  private static final int VIEWERS_PER_EDGE = 50;

  /** Ten seconds at ten frames a second. */
  private static final int FRAMES = 100;

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults());
  private final List<TestViewer> viewers = new ArrayList<>();
  private final List<NodeProcess> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    viewers.forEach(TestViewer::close);
    NodeProcess.closeAll(nodes);
    camera.close();
    Await.result(outside.close());
  }

  @Test
  void relaysEveryFrameToAllViewersOverOneCameraConnection() {
    NodeProcess ingest = startIngest(Duration.ofSeconds(10));
    List<NodeProcess> edges = List.of(startEdge(ingest), startEdge(ingest));
    edges.forEach(NodeProcess::awaitReady);
    edges.forEach(edge -> watch(edge, VIEWERS_PER_EDGE));

    viewers.forEach(viewer -> viewer.awaitFrames(FRAMES));
    camera.pauseFrames();
    awaitQuiet();

    for (TestViewer viewer : viewers) {
      assertThat(viewer.tally().corrupt()).isZero();
      assertThat(viewer.tally().repeats()).isZero();
      assertThat(viewer.tally().backwards()).isZero();
      assertThat(viewer.isDisconnected()).isFalse();
    }
    assertThat(camera.mostConnections()).isEqualTo(1);
    assertThat(camera.connectionsEver()).isEqualTo(1);
    for (NodeProcess edge : edges) {
      assertThat(edge.metric("sightline_bus_frames_received_total", "front"))
          .as("frames that one edge received")
          .isLessThanOrEqualTo(camera.lastSequence() + 1.0);
      assertThat(edge.metric("sightline_bus_frames_lost_total", "front")).isZero();
    }
    everyGapIsACountedDrop(ingest, edges);
  }

  /** A drop on the bus or before an event loop is seen by many viewers, one at a viewer by one. */
  private void everyGapIsACountedDrop(NodeProcess ingest, List<NodeProcess> edges) {
    double gaps = viewers.stream().map(TestViewer::tally).mapToLong(ViewerTally::gaps).sum();
    double atViewers = drops(edges, "viewer");
    double before = drops(List.of(ingest), "bus") + drops(edges, "loop");
    LOG.info(
        "{} viewers: {} gaps, {} drops at viewers, {} before",
        viewers.size(),
        gaps,
        atViewers,
        before);
    if (before == 0) {
      assertThat(gaps).isCloseTo(atViewers, within(0.0));
    }
    assertThat(gaps).isBetween(atViewers, atViewers + before * viewers.size());
  }

  private static double drops(List<NodeProcess> nodes, String place) {
    return nodes.stream()
        .mapToDouble(node -> node.metric("sightline_frames_dropped_total", "place=\"" + place))
        .sum();
  }

  @Test
  void closesTheCameraAfterTheLingerAndOpensItForTheNextViewer() {
    NodeProcess ingest = startIngest(Duration.ofSeconds(1));
    NodeProcess edge = startEdge(ingest);
    edge.awaitReady();
    watch(edge, 1);
    viewers.get(0).awaitFrames(3);

    viewers.remove(0).close();
    Await.until("the camera is left alone", () -> camera.connections() == 0);

    for (int i = 0; i < 5; i++) {
      timeToFirstFrame(edge);
    }
  }

  private void timeToFirstFrame(NodeProcess edge) {
    long asked = System.nanoTime();
    TestViewer next = TestViewer.open(outside, edge.url("/front/stream"));
    next.awaitFrames(1);
    LOG.info("first frame after {} ms", (System.nanoTime() - asked) / 1_000_000);
    next.close();
    Await.until("the camera is left alone", () -> camera.connections() == 0);
  }

  @Test
  void tellsAboutStreamsThatNobodyHasAndCamerasThatAreDown() {
    camera.stopListening();
    NodeProcess ingest = startIngest(Duration.ofSeconds(10));
    NodeProcess edge = startEdge(ingest);
    edge.awaitReady();

    assertThat(TestViewer.get(edge.url("/garden/stream")).status()).isEqualTo(404);
    watch(edge, 1);
    viewers.get(0).awaitHead();
    assertThat(TestViewer.get(edge.url("/front/snapshot")).status()).isEqualTo(503);

    camera.listenAgain();
    viewers.get(0).awaitFrames(1);
  }

  private void watch(NodeProcess edge, int count) {
    IntStream.range(0, count)
        .mapToObj(i -> TestViewer.open(outside, edge.url("/front/stream")))
        .forEach(viewers::add);
  }

  /** Waits until all viewers of an edge have the frame that the camera sent last. */
  private void awaitQuiet() {
    int last = camera.lastSequence();
    Await.until(
        Await.DEADLINE,
        () -> "all viewers have frame " + last,
        () -> viewers.stream().allMatch(viewer -> viewer.tally().lastSequence() >= last));
  }

  private NodeProcess startIngest(Duration linger) {
    int clusterPort = FreePort.onLoopback();
    NodeProcess ingest =
        NodeProcess.start(
            List.of(),
            "127.0.0.1",
            Map.of("SIGHTLINE_INGEST_LINGER", linger.toSeconds() + "s"),
            "ingest",
            "--camera",
            "front=" + camera.url(),
            "--cluster",
            "127.0.0.1:" + clusterPort,
            "--cluster-port",
            "" + clusterPort);
    nodes.add(ingest);
    return ingest.awaitUp();
  }

  private NodeProcess startEdge(NodeProcess ingest) {
    NodeProcess edge =
        NodeProcess.start(
            "edge",
            "--cluster",
            "127.0.0.1:" + ingest.clusterPort(),
            "--cluster-port",
            "" + FreePort.onLoopback());
    nodes.add(edge);
    return edge.awaitUp();
  }
}
