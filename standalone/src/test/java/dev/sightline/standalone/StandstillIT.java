package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.SeenFrame;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An edge is stopped for longer than the cluster waits for it, and goes on. */
class StandstillIT {

  private static final Logger LOG = LoggerFactory.getLogger(StandstillIT.class);

  private static final int VIEWERS = 4;

  /** Twice as long as the cluster's patience, at ten a second. */
  private static final int FRAMES = 120;

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
  void showsFreshPicturesOnlyAfterItStoodStillAndLosesNoViewer() {
    int port = FreePort.onLoopback();
    start("ingest", port, port, "--camera", "front=" + camera.url());
    NodeProcess edge = start("edge", port, FreePort.onLoopback());
    NodeProcess other = start("edge", port, FreePort.onLoopback());
    List.of(edge, other).forEach(NodeProcess::awaitReady);
    List<TestViewer> before = IntStream.range(0, VIEWERS).mapToObj(i -> watch(edge)).toList();
    TestViewer elsewhere = watch(other);
    viewers.forEach(viewer -> viewer.awaitFrames(10));

    edge.program().signal("STOP");
    Instant stopped = Instant.now();
    elsewhere.awaitMoreFrames(FRAMES);
    Instant goesOn = Instant.now();
    edge.program().signal("CONT");
    watch(edge);
    viewers.forEach(viewer -> viewer.awaitFrame("a fresh one", frame -> isAfter(frame, goesOn)));
    viewers.forEach(viewer -> viewer.awaitMoreFrames(20));

    Instant middle = stopped.plus(Duration.between(stopped, goesOn).dividedBy(2));
    for (TestViewer viewer : viewers) {
      List<Instant> made = madeOf(viewer, goesOn);
      if (before.contains(viewer) && made.get(0).isBefore(stopped)) {
        made.remove(0); // It was under way.
      }
      assertThat(made).isNotEmpty().allSatisfy(at -> assertThat(at).isAfter(middle));
      assertThat(viewer.tally().corrupt()).isZero();
      assertThat(viewer.tally().backwards()).isZero();
      assertThat(viewer.isDisconnected()).isFalse();
    }
    LOG.info("the first fresh picture came after {}", firstAfter(goesOn));
  }

  /** When those were made that came after that moment. */
  private static List<Instant> madeOf(TestViewer viewer, Instant moment) {
    return viewer.seen().stream()
        .filter(frame -> isAfter(frame, moment))
        .map(StandstillIT::madeAt)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private Duration firstAfter(Instant goesOn) {
    return viewers.get(0).seen().stream()
        .map(SeenFrame::arrivedAt)
        .filter(goesOn::isBefore)
        .findFirst()
        .map(first -> Duration.between(goesOn, first))
        .orElseThrow();
  }

  private static boolean isAfter(SeenFrame frame, Instant moment) {
    return frame.arrivedAt().isAfter(moment);
  }

  private static Instant madeAt(SeenFrame frame) {
    return frame.stamp().orElseThrow().madeAt();
  }

  private TestViewer watch(NodeProcess edge) {
    TestViewer viewer = TestViewer.open(outside, edge.url("/front/stream"));
    viewers.add(viewer);
    return viewer;
  }

  private NodeProcess start(String role, int joins, int port, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(role, "--cluster", "127.0.0.1:" + joins, "--cluster-port", "" + port));
    arguments.addAll(List.of(more));
    NodeProcess node = NodeProcess.start(arguments.toArray(String[]::new));
    nodes.add(node);
    return node.awaitUp();
  }
}
