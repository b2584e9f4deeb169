package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.TsTally;
import dev.sightline.testkit.TsViewer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MPEG-TS over three processes: an ingest, two edges, and an ffmpeg for video and one for sound,
 * both with their usual PIDs, which begin anew when they are cut off.
 */
class TsClusterIT {

  private static final Logger LOG = LoggerFactory.getLogger(TsClusterIT.class);

  private static final int VIEWERS_PER_EDGE = 10;

  /** So many beginnings of a group of pictures are seen before and after the loss: about 5 s. */
  private static final int STARTS = 10;

  private static final String SECRET = "s3cret-thursday";

  private static final String CONFIG =
      """
      cameras:
        tv:
          url: "upload:"
          secret: %s
      """
          .formatted(SECRET);

  private static final String VIDEO =
      "-f lavfi -i testsrc2=s=320x240:r=25 -c:v mpeg1video -b:v 600k -bf 0";

  private static final String SOUND = "-f lavfi -i sine=b=1 -c:a mp2 -b:a 64k";

  /** In real time, and the same again whenever it ends; $1 is where to. */
  private static final String FFMPEG =
      "while :; do ffmpeg -v error -re %s -f mpegts \"$1\"; sleep 0.2; done";

  private final Vertx outside = Vertx.vertx();
  private final int clusterPort = FreePort.onLoopback();
  private final List<TsViewer> viewers = new ArrayList<>();
  private final List<AutoCloseable> programs = new ArrayList<>();

  @TempDir private Path directory;

  @BeforeEach
  void needsPrograms() {
    Requires.program("ffmpeg");
    Requires.program("sh");
  }

  @AfterEach
  void stop() throws Exception {
    viewers.forEach(TsViewer::close);
    for (AutoCloseable program : programs) {
      program.close();
    }
    Await.result(outside.close());
  }

  @Test
  void viewersOfTwoEdgesGoOnOverTheLossOfTheIngest() throws IOException {
    NodeProcess ingest = startIngest();
    List<NodeProcess> edges = List.of(startEdge(), startEdge());
    edges.forEach(NodeProcess::awaitReady);
    edges.forEach(this::watch);
    viewers.forEach(TsViewer::awaitConnection);
    upload(VIDEO, edges.get(0));
    upload(SOUND, edges.get(1));
    awaitMoreOfBoth();
    assertNothingUncountedIsMissing(ingest, edges);

    ingest.program().signal("KILL");
    ingest.program().awaitExit();
    long lost = System.nanoTime();
    NodeProcess next = startIngest();
    awaitMoreOfAll(1);
    LOG.info("viewers see it again {} ms after the loss", (System.nanoTime() - lost) / 1_000_000);
    awaitMoreOfBoth();

    assertThat(viewers).allSatisfy(TsClusterIT::assertSound);
    assertThat(viewers).noneMatch(TsViewer::isDisconnected);
    assertThat(next.program().isAlive()).isTrue();
  }

  /** Where nothing was dropped on a busy machine, nothing may be missing. */
  private void assertNothingUncountedIsMissing(NodeProcess ingest, List<NodeProcess> edges) {
    assertThat(viewers).allSatisfy(TsClusterIT::assertSound);
    double dropped = dropped(ingest) + edges.stream().mapToDouble(TsClusterIT::dropped).sum();
    long skips = viewers.stream().map(TsViewer::tally).mapToLong(TsTally::skips).sum();
    LOG.info("{} viewers: {} skips, {} dropped", viewers.size(), skips, dropped);
    if (dropped == 0) {
      assertThat(viewers).allMatch(viewer -> viewer.tally().isGapless());
    }
  }

  private static void assertSound(TsViewer viewer) {
    assertThat(viewer.tally().firstFault()).as("the first fault of %s", viewer).isEmpty();
  }

  private void awaitMoreOfBoth() {
    List<TsTally> before = tallies();
    awaitMoreOfAll(STARTS);
    for (int i = 0; i < viewers.size(); i++) {
      viewers.get(i).awaitVideo(before.get(i).videoPackets() + 1);
      viewers.get(i).awaitAudio(before.get(i).audioPackets() + 1);
    }
  }

  /** All of them are counted from now on, not each one from when the one before it is done. */
  private void awaitMoreOfAll(int starts) {
    List<TsTally> before = tallies();
    for (int i = 0; i < viewers.size(); i++) {
      viewers.get(i).awaitStarts(before.get(i).starts() + starts);
    }
  }

  private List<TsTally> tallies() {
    return viewers.stream().map(TsViewer::tally).toList();
  }

  private static double dropped(NodeProcess node) {
    return node.metric("sightline_ts_packets_dropped_total", "tv")
        + node.metric("sightline_frames_dropped_total", "tv")
        + node.metric("sightline_bus_stretch_bytes_lost_total", "tv");
  }

  private void watch(NodeProcess edge) {
    IntStream.range(0, VIEWERS_PER_EDGE)
        .mapToObj(i -> TsViewer.open(outside, edge.url("/tv/live.ts")))
        .forEach(viewers::add);
  }

  /** To an edge, as a load balancer would send it. */
  private void upload(String what, NodeProcess edge) {
    String loop = FFMPEG.formatted(what);
    programs.add(0, RunningProgram.start("sh", "-c", loop, "sh", edge.url("/upload/" + SECRET)));
  }

  private NodeProcess startIngest() throws IOException {
    Path config = directory.resolve("sightline.yaml");
    Files.writeString(config, CONFIG);
    return start(
        "ingest", "--config", config.toString(), "--cluster-port", Integer.toString(clusterPort));
  }

  private NodeProcess startEdge() {
    return start("edge", "--cluster-port", Integer.toString(FreePort.onLoopback()));
  }

  private NodeProcess start(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--cluster";
    all[arguments.length + 1] = "127.0.0.1:" + clusterPort;
    NodeProcess node = NodeProcess.start(all);
    programs.add(node);
    return node.awaitUp();
  }
}
