package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An edge behind a balancer is stopped while viewers come and go. */
class DrainIT {

  private static final Logger LOG = LoggerFactory.getLogger(DrainIT.class);

  private static final int STAYING = 40;
  private static final int EXIT_BY_SIGTERM = 143;

  private final Vertx outside = Vertx.vertx();
  private final WebSocketClient sockets = outside.createWebSocketClient();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults());
  private final AtomicInteger visits = new AtomicInteger();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    camera.close();
    Await.result(outside.close());
  }

  @Test
  void nobodyIsRefusedAndNoPictureIsCut() {
    try (EdgePair pair = EdgePair.start(camera, directory)) {
      List<TestViewer> staying =
          Stream.generate(() -> open(pair)).limit(STAYING).peek(v -> v.awaitFrames(1)).toList();
      NodeProcess stopped = pair.edges().get(0);
      NodeProcess other = pair.edges().get(1);
      visit(pair);
      assertThat(stopped.metric("sightline_viewers", "front")).isPositive();
      assertThat(other.metric("sightline_viewers", "front")).isPositive();

      long told = System.nanoTime();
      stopped.program().signal("TERM");
      while (stopped.program().isAlive()) {
        visit(pair);
      }
      LOG.info("stopped after {} ms, {} visits", (System.nanoTime() - told) / 1_000_000, visits);
      visit(pair);

      assertThat(stopped.program().awaitExit()).isEqualTo(EXIT_BY_SIGTERM);
      List<TestViewer> ended = staying.stream().filter(TestViewer::isDisconnected).toList();
      assertThat(ended).isNotEmpty().hasSizeLessThan(STAYING);
      assertThat(ended).noneMatch(TestViewer::isCutWithinPart);
      assertThat(staying).allMatch(viewer -> viewer.tally().corrupt() == 0);
      stopped.awaitLine("viewers sent away: %d, and 0 cut off".formatted(ended.size()));
    }
  }

  @Test
  void aSecondSignalEndsItAtOnce() {
    Map<String, String> patient = Map.of("SIGHTLINE_SHUTDOWN_DELAY", "10m");
    try (NodeProcess node = NodeProcess.start(List.of(), "127.0.0.1", patient).awaitUp()) {
      node.program().signal("TERM");
      node.awaitLine("stopping; new viewers are let in for another 600000 ms");
      assertThat(TestViewer.get(node.url("/")).status()).isEqualTo(200);
      assertThat(node.readiness()).isEqualTo(503);

      Await.until("it has ended", () -> signalled(node));

      assertThat(node.program().awaitExit()).isEqualTo(EXIT_BY_SIGTERM);
    }
  }

  /** Again and again, since the first ones may be taken for the one before. */
  private static boolean signalled(NodeProcess node) {
    ProcessHandle.of(node.program().pid()).ifPresent(ProcessHandle::destroy);
    return !node.program().isAlive();
  }

  private TestViewer open(EdgePair pair) {
    return TestViewer.open(outside, pair.balancer().url("/front/stream"));
  }

  /** Each fails when it is refused, or ended before its second picture. */
  private void visit(EdgePair pair) {
    try (TestViewer viewer = open(pair)) {
      viewer.awaitFrames(2);
      assertThat(viewer.status()).isEqualTo(200);
    }
    String url = pair.balancer().url("/front/snapshot");
    assertThat(TestViewer.get(url).status()).isEqualTo(200);
    Await.result(
        sockets
            .connect(pair.balancer().port(), "127.0.0.1", "/front/ws")
            .compose(socket -> socket.close()));
    visits.incrementAndGet();
  }
}
