package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pictures are pushed to an edge whose ingest is another process. */
class PushClusterIT {

  private static final Logger LOG = LoggerFactory.getLogger(PushClusterIT.class);

  private final Vertx outside = Vertx.vertx();
  private final List<NodeProcess> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    NodeProcess.closeAll(nodes);
    Await.result(outside.close());
  }

  @Test
  void pushesGoOnWithAnotherIngestAndViewersNoticeNothing() {
    String ffmpeg = Requires.program("ffmpeg").toString();
    NodeProcess entrance = startEdge(FreePort.onLoopback());
    NodeProcess other = startEdge(entrance.clusterPort());
    List<NodeProcess> ingests = List.of(startIngest(entrance), startIngest(entrance));
    awaitStream(entrance);
    awaitStream(other);
    TestViewer viewer = TestViewer.open(outside, other.url("/front/stream"));
    String push =
        "while true; do %s -loglevel error -re -f lavfi -i testsrc2=s=320x240:r=10 -f mpjpeg '%s'; sleep 0.2; done"
            .formatted(ffmpeg, entrance.url("/front/frames?token=" + Pushing.SECRET));
    try (RunningProgram loop = RunningProgram.start("sh", "-c", push)) {
      viewer.awaitFrames(10);

      boolean firstOwns = owns(ingests.get(0));
      ingests.get(firstOwns ? 0 : 1).program().signal("KILL");
      awaitPictures(viewer, "the one that stood by has taken over");
      ingests.get(firstOwns ? 1 : 0).program().signal("KILL");
      startIngest(entrance);
      awaitPictures(viewer, "one that was started has");

      assertThat(viewer.isDisconnected()).isFalse();
      assertThat(viewer.tally().corrupt()).isZero();
      assertThat(loop.isAlive()).isTrue();
    }
    for (NodeProcess node : nodes) {
      assertThat(node.program().lines()).noneMatch(line -> line.contains(Pushing.SECRET));
    }
  }

  private static void awaitStream(NodeProcess edge) {
    Await.until(
        "the edge knows the stream",
        () -> TestViewer.get(edge.url("/front/status.json")).status() == 200);
  }

  private static void awaitPictures(TestViewer viewer, String since) {
    long killed = System.nanoTime();
    viewer.awaitMoreFrames(10);
    LOG.info("{}: pictures after {} ms", since, (System.nanoTime() - killed) / 1_000_000);
  }

  private static boolean owns(NodeProcess ingest) {
    return TestViewer.get(ingest.statusUrl()).body().toString().contains("\"front\"");
  }

  private NodeProcess startEdge(int joined) {
    int port = nodes.isEmpty() ? joined : FreePort.onLoopback();
    return start(Map.of(), "edge", joined, port);
  }

  private NodeProcess startIngest(NodeProcess edge) {
    Map<String, String> secret = Map.of("SIGHTLINE_CAMERAS_FRONT_SECRET", Pushing.SECRET);
    return start(
        secret, "ingest", edge.clusterPort(), FreePort.onLoopback(), "--camera", "front=push:");
  }

  private NodeProcess start(
      Map<String, String> environment, String role, int joined, int port, String... more) {
    List<String> arguments = new ArrayList<>(List.of(role));
    arguments.addAll(List.of("--cluster", "127.0.0.1:" + joined, "--cluster-port", "" + port));
    arguments.addAll(List.of(more));
    NodeProcess node =
        NodeProcess.start(List.of(), "127.0.0.1", environment, arguments.toArray(String[]::new));
    nodes.add(node);
    return node.awaitUp();
  }
}
