package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Alone;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.SeenFrame;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forty times more pictures than the link between ingest and edge can carry: 20 streams of 1 MB/s
 * over 500 kB/s, all of them watched.
 */
@Alone
class ThinLinkIT {

  private static final Logger LOG = LoggerFactory.getLogger(ThinLinkIT.class);

  private static final int STREAMS = 20;
  private static final int BYTES_PER_SECOND = 500_000;
  private static final int FRAME_BYTES = 100_000;

  /** A round of all streams takes four seconds; each viewer is watched for some rounds. */
  private static final int FRAMES_EACH = 5;

  /**
   * Half a second is what is measured on a quiet machine; where frames queue, their age is that of
   * the whole test.
   */
  private static final Duration QUEUED = Duration.ofSeconds(5);

  /** Java's own heap is fixed at this, so that what grows besides it can be seen. */
  private static final String FIXED_HEAP = "-Xms96m -Xmx96m -XX:+AlwaysPreTouch";

  /** Far below the 40 MB that this edge falls behind in the time of the test. */
  private static final long FLAT_KIB = 30 << 10;

  private final Vertx outside = Vertx.vertx();
  private final List<AutoCloseable> running = new ArrayList<>();

  @BeforeEach
  void needsNamespaces() {
    Requires.program("tc");
    Requires.namespaces();
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).close();
    }
    Await.result(outside.close());
  }

  @Test
  void keepsAllStreamsMovingAndFreshOverALinkThatCarriesAFortiethOfThem() {
    ThinLink link = started(ThinLink.of(BYTES_PER_SECOND));
    String camera = startCamera(link);
    NodeProcess ingest = started(startIngest(link, camera)).awaitUp();
    NodeProcess edge = started(startEdge(link, ingest)).awaitUp();
    edge.awaitReady();
    String last = "\"cam%d\"".formatted(STREAMS - 1);
    Await.until(
        "the edge has heard of the streams",
        () -> TestViewer.get(edge.url("/status.json")).body().toString().contains(last));

    List<TestViewer> viewers =
        IntStream.range(0, STREAMS)
            .mapToObj(
                i -> started(TestViewer.open(outside, edge.url("/cam%d/stream".formatted(i)))))
            .toList();
    viewers.forEach(viewer -> awaitFrames(viewer, FRAMES_EACH));
    long before = ingest.residentKiB();
    viewers.forEach(viewer -> awaitFrames(viewer, 2L * FRAMES_EACH));
    long growth = ingest.residentKiB() - before;

    List<Duration> ages = viewers.stream().flatMap(ThinLinkIT::agesAfterTheFirst).sorted().toList();
    LOG.info(
        "{} frames, age p50 {} p99 {}, ingest grew by {} KiB",
        ages.size(),
        ages.get(ages.size() / 2),
        ages.get(ages.size() * 99 / 100),
        growth);
    assertThat(ages.get(ages.size() / 2)).isLessThan(QUEUED);
    assertThat(growth).isLessThan(FLAT_KIB);
    assertThat(viewers).allSatisfy(viewer -> assertThat(viewer.tally().corrupt()).isZero());
  }

  private static void awaitFrames(TestViewer viewer, long frames) {
    Await.until(
        Duration.ofMinutes(2),
        () -> frames + " frames: " + viewer,
        () -> viewer.tally().frames() >= frames);
  }

  /** The first frames meet a window that doesn't know the link yet. */
  private static Stream<Duration> agesAfterTheFirst(TestViewer viewer) {
    return viewer.seen().stream().skip(1).map(SeenFrame::age).map(age -> age.orElseThrow());
  }

  private String startCamera(ThinLink link) {
    List<String> command = new ArrayList<>(link.onIngest());
    command.addAll(
        List.of(
            "java",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.sightline.testkit.FakeCamera",
            "--fps",
            "10",
            "--size",
            "" + FRAME_BYTES));
    RunningProgram camera = started(RunningProgram.start(command, Map.of(), NodeProcess.HOME));
    return camera.awaitLine("http://[^ ]+").group();
  }

  private static NodeProcess startIngest(ThinLink link, String camera) {
    Stream<String> cameras =
        IntStream.range(0, STREAMS).mapToObj(i -> "--camera=cam%d=%s".formatted(i, camera));
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "ingest", "--cluster", ThinLink.INGEST, "--cluster-host", ThinLink.INGEST),
                cameras)
            .toArray(String[]::new);
    return NodeProcess.start(
        link.onIngest(), ThinLink.INGEST, Map.of("SIGHTLINE_JAVA_OPTS", FIXED_HEAP), arguments);
  }

  private static NodeProcess startEdge(ThinLink link, NodeProcess ingest) {
    String join = ThinLink.INGEST + ":" + ingest.clusterPort();
    return NodeProcess.start(
        link.onEdge(),
        ThinLink.EDGE,
        Map.of(),
        "edge",
        "--cluster",
        join,
        "--cluster-host",
        ThinLink.EDGE);
  }

  private <T extends AutoCloseable> T started(T what) {
    running.add(what);
    return what;
  }
}
