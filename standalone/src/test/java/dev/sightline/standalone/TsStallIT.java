package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.SampleTs;
import dev.sightline.testkit.TsViewer;
import dev.sightline.testkit.Upload;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A third of 60 viewers of MPEG-TS don't read: the others lose nothing, and memory doesn't grow
 * with what isn't read.
 */
class TsStallIT {

  private static final Logger LOG = LoggerFactory.getLogger(TsStallIT.class);

  private static final int VIEWERS = 60;
  private static final int STALLED = VIEWERS / 3;

  /** One group of pictures: half a second, of 2 Mbit/s. */
  private static final int GROUP_BYTES = 125_000;

  private static final int GROUP_TICKS = 45_000;

  /** 10 MB: several times what kernel and edge may hold for one viewer. */
  private static final int GROUPS = 80;

  /** Java's own heap is fixed at this, so that what grows besides it can be seen. */
  private static final String FIXED_HEAP = "-Xms96m -Xmx96m -XX:+AlwaysPreTouch";

  /** Code and buffers; the stalled viewers alone would be sent 200 MB. */
  private static final long MOST_GROWTH_KIB = 64 << 10;

  private final Vertx outside = Vertx.vertx();
  private final SampleTs sample = new SampleTs();
  private final List<TsViewer> reading = new ArrayList<>();
  private final List<TsViewer> stalled = new ArrayList<>();
  private int groups;
  private NodeProcess node;

  @AfterEach
  void stop() {
    reading.forEach(TsViewer::close);
    stalled.forEach(TsViewer::close);
    node.close();
    Await.result(outside.close());
  }

  /** Each group waits until all who read have the one before, so no machine is too slow for it. */
  @Test
  void whoReadsGetsEveryPacketAndWhoStallsGoesOnAtAStart() {
    Map<String, String> environment =
        Map.of("SIGHTLINE_JAVA_OPTS", FIXED_HEAP, "SIGHTLINE_EDGE_VIEWER_TIMEOUT", "10m");
    node =
        NodeProcess.start(List.of(), "127.0.0.1", environment, "--camera", "tv=upload:").awaitUp();
    watch();
    try (Upload upload = Upload.chunked(post("/upload/any"))) {
      long packets = sendGroup(upload, 0);
      all().forEach(viewer -> viewer.awaitVideo(1));
      long residentBefore = node.residentKiB();
      stalled.forEach(TsViewer::pause);
      while (groups < GROUPS) {
        packets = sendGroup(upload, packets);
      }
      long growth = node.peakResidentKiB() - residentBefore;
      LOG.info("{} packets of video each; the node has grown by {} KiB", packets, growth);

      assertThat(reading).allSatisfy(viewer -> assertThat(viewer.tally().isGapless()).isTrue());
      assertThat(growth).isLessThan(MOST_GROWTH_KIB);
      goOn(upload, packets);
    }
  }

  /** What was in the kernel comes first, then a start; what lies between is counted. */
  private void goOn(Upload upload, long packets) {
    stalled.forEach(TsViewer::resume);
    long sent = packets;
    while (stalled.stream().anyMatch(viewer -> viewer.tally().skips() == 0)) {
      sent = sendGroup(upload, sent);
      assertThat(groups).as("groups until all go on").isLessThan(3 * GROUPS);
    }
    assertThat(all())
        .allSatisfy(viewer -> assertThat(viewer.tally().firstFault()).isEmpty())
        .noneMatch(TsViewer::isDisconnected);
    Await.until(
        "what was left out is counted",
        () -> node.metric("sightline_ts_packets_dropped_total", "place=\"viewer\"") >= STALLED);
  }

  /** Sends a group and waits until all who read have it. */
  private long sendGroup(Upload upload, long packetsBefore) {
    long time = (long) groups++ * GROUP_TICKS;
    Buffer tables = sample.tables();
    Buffer start = sample.start(time, GROUP_BYTES / 2);
    Buffer rest = sample.picture(time + GROUP_TICKS / 2, GROUP_BYTES / 2);
    upload.send(tables.appendBuffer(start)).send(rest);
    long packets = packetsBefore + (start.length() + rest.length()) / 188;
    reading.forEach(viewer -> viewer.awaitVideo(packets));
    return packets;
  }

  private void watch() {
    for (int i = 0; i < VIEWERS; i++) {
      TsViewer viewer = TsViewer.open(outside, node.url("/streamsocket"));
      (i % 3 == 0 ? stalled : reading).add(viewer);
    }
    all().forEach(TsViewer::awaitConnection);
  }

  private List<TsViewer> all() {
    List<TsViewer> all = new ArrayList<>(reading);
    all.addAll(stalled);
    return all;
  }

  private PlainRequest post(String path) {
    return PlainRequest.get(node.url(path)).withMethod("POST");
  }
}
