package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.SeenFrame;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ingest that gives its stream to two edges, and these to others, of whom one is killed, one
 * hangs and one is told to end: -Dtree.edges=12 -Dtree.degree=3 for more of them.
 */
class TreeIT {

  private static final Logger LOG = LoggerFactory.getLogger(TreeIT.class);

  private static final int EDGES = Integer.getInteger("tree.edges", 6);
  private static final int DEGREE = Integer.getInteger("tree.degree", 2);

  /** What those behind an edge may miss when it is gone: 2 s, and one on a busy machine. */
  private static final Duration MOST = Duration.ofSeconds(3);

  /** Two seconds of the camera's. */
  private static final int FRAMES = 50;

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults().withFps(25));
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final Map<NodeProcess, TestViewer> viewers = new LinkedHashMap<>();
  private final int port = FreePort.onLoopback();
  private NodeProcess ingest;

  @AfterEach
  void stop() {
    viewers.values().forEach(TestViewer::close);
    nodes.forEach(NodeProcess::close);
    camera.close();
    Await.result(outside.close());
  }

  @Test
  void sendsAsManyCopiesAsItIsToldAndLosesNobodyWithAnEdgeBetween() {
    ingest = start("ingest", port, "--camera", "front=" + camera.url()).awaitUp();
    List<NodeProcess> edges =
        IntStream.range(0, EDGES).mapToObj(i -> start("edge", FreePort.onLoopback())).toList();
    edges.forEach(edge -> edge.awaitUp().awaitReady());
    edges.forEach(edge -> viewers.put(edge, watch(edge)));
    viewers.values().forEach(viewer -> viewer.awaitFrames(FRAMES));
    assertCopies();

    NodeProcess killed = inner();
    Duration afterKill = worstGap(killed, () -> killed.program().signal("KILL"));
    NodeProcess hanging = inner();
    Duration afterStop = worstGap(hanging, () -> hanging.program().signal("STOP"));
    NodeProcess ending = inner();
    Duration afterTerm = worstGap(ending, () -> ending.program().signal("TERM"));
    LOG.info(
        "{} edges, degree {}: longest silence of another edge's viewer when one is killed {} ms,"
            + " stopped {} ms, told to end {} ms",
        EDGES,
        DEGREE,
        afterKill.toMillis(),
        afterStop.toMillis(),
        afterTerm.toMillis());

    assertThat(afterKill).isLessThanOrEqualTo(MOST);
    assertThat(afterStop).isLessThanOrEqualTo(MOST);
    assertThat(afterTerm).isLessThanOrEqualTo(MOST);
    hanging.program().signal("CONT");
    assertCopies();
    for (TestViewer viewer : viewers.values()) {
      assertThat(viewer.tally().corrupt()).isZero();
      assertThat(viewer.tally().backwards()).isZero();
      assertThat(viewer.isDisconnected()).isFalse();
    }
  }

  private void assertCopies() {
    Await.until(
        "the ingest sends as many copies as it is told",
        () -> ingest.metric("sightline_bus_edges_served", "front") <= DEGREE);
    assertThat(ingest.metric("sightline_bus_edges_beyond_total", "front")).isZero();
    double before = ingest.metric("sightline_bus_frames_sent_total", "front");
    int first = camera.lastSequence();
    viewers.values().forEach(viewer -> viewer.awaitMoreFrames(FRAMES));
    double sent = ingest.metric("sightline_bus_frames_sent_total", "front") - before;
    assertThat(sent).isLessThanOrEqualTo(DEGREE * (camera.lastSequence() - first + 1.0));
  }

  /** An edge from which another one gets the stream. */
  private NodeProcess inner() {
    return viewers.keySet().stream()
        .filter(edge -> supply(edge).getInteger("edges") > 0)
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject supply(NodeProcess edge) {
    JsonObject status = new JsonObject(TestViewer.get(edge.url("/front/status.json")).body());
    return status.getJsonArray("streams").getJsonObject(0).getJsonObject("supply");
  }

  /** What all others miss at most when something happens to one. */
  private Duration worstGap(NodeProcess edge, Runnable happening) {
    viewers.remove(edge).close();
    Instant begin = Instant.now();
    happening.run();
    Instant over = begin.plus(MOST);
    viewers
        .values()
        .forEach(viewer -> viewer.awaitFrame("a late one", f -> f.arrivedAt().isAfter(over)));
    Duration worst = Duration.ZERO;
    for (TestViewer viewer : viewers.values()) {
      Duration gap = longestGap(viewer, begin);
      worst = gap.compareTo(worst) > 0 ? gap : worst;
    }
    return worst;
  }

  private static Duration longestGap(TestViewer viewer, Instant begin) {
    Instant before = begin;
    Duration longest = Duration.ZERO;
    for (SeenFrame frame : viewer.seen()) {
      if (frame.arrivedAt().isAfter(begin)) {
        Duration gap = Duration.between(before, frame.arrivedAt());
        longest = gap.compareTo(longest) > 0 ? gap : longest;
        before = frame.arrivedAt();
      }
    }
    return longest;
  }

  private NodeProcess start(String role, int own, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(role, "--cluster", "127.0.0.1:" + port, "--cluster-port", "" + own));
    arguments.addAll(List.of(more));
    NodeProcess node =
        NodeProcess.start(
            List.of(),
            "127.0.0.1",
            Map.of("SIGHTLINE_CLUSTER_OUT_DEGREE", "" + DEGREE),
            arguments.toArray(String[]::new));
    nodes.add(node);
    return node;
  }

  private TestViewer watch(NodeProcess edge) {
    return TestViewer.open(outside, edge.url("/front/stream"));
  }
}
