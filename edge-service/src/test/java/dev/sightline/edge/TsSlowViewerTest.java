package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.TsViewer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an edge does when it has more of MPEG-TS than a viewer takes, or than it may keep. */
class TsSlowViewerTest {

  private final EdgeFixture edge = edge().withTs("music");

  private TsProducer music;

  @AfterEach
  void stop() {
    edge.close();
  }

  private void start() {
    edge.start("music");
    music = new TsProducer(edge.ingest(), TestFrames.MUSIC);
  }

  @Test
  void letsASlowViewerGoOnAtAStartAndNobodyElseLoseAnything() {
    start();
    TsViewer slow = edge.watchTs("/live.ts");
    TsViewer fast = edge.watchTs("/live.ts");
    music.group(5);
    slow.awaitPackets(music.packets());
    slow.pause();

    while (music.packets() * TsMessage.PACKET < 4L << 20) {
      music.group(20);
      fast.awaitPackets(music.packets());
    }
    slow.resume();

    Await.until("it goes on", () -> edge.metric("sightline.ts.packets.dropped") > 0);
    long dropped = (long) edge.metric("sightline.ts.packets.dropped", "place", "viewer");
    slow.awaitPackets(music.packets() - dropped);
    assertThat(slow.tally().packets()).isEqualTo(music.packets() - dropped);
    assertThat(slow.tally().isSound()).as(slow.tally().toString()).isTrue();
    assertThat(slow.tally().skips()).isEqualTo(1);
    assertThat(fast.tally().isGapless()).isTrue();
    assertThat(fast.tally().packets()).isEqualTo(music.packets());
  }

  @Test
  void givesUpAViewerThatTakesNothing() {
    edge.withViewerTimeout(Duration.ofSeconds(1));
    start();
    TsViewer stalled = edge.watchTs("/live.ts");
    TsViewer fast = edge.watchTs("/live.ts");
    stalled.pause();

    Await.until(
        "it is given up",
        () -> {
          music.group(20);
          fast.awaitPackets(music.packets());
          return edge.metric("sightline.viewers.given.up") > 0;
        });

    Await.until("one is left", () -> edge.viewers("music") == 1);
    assertThat(fast.tally().isGapless()).isTrue();
  }

  @Test
  void goesOnAtAStartAfterAMessageThatFoundNoRoom() {
    edge.withFrameMemory(64 << 10);
    start();
    TsViewer viewer = edge.watchTs("/live.ts");
    music.group(2);
    viewer.awaitPackets(music.packets());
    long before = music.packets();

    music.start(64_000);
    music.picture();
    Await.until("it is dropped", () -> edge.metric("sightline.ts.packets.dropped") > 0);
    music.picture();
    long dropped = music.packets() - before;
    music.group(2);

    viewer.awaitPackets(music.packets() - dropped);
    assertThat(viewer.tally().isSound()).as(viewer.tally().toString()).isTrue();
    Await.until(
        "all of it is counted",
        () -> edge.metric("sightline.ts.packets.dropped", "place", "memory") == dropped);
  }

  @Test
  void freesAllMemoryWithTheLastViewer() {
    start();
    TsViewer viewer = edge.watchTs("/live.ts");
    music.group(20);
    viewer.awaitPackets(music.packets());
    assertThat(edge.frameBuffers()).isPositive();

    viewer.close();

    Await.until("no message is left in memory", () -> edge.frameBuffers() == 0);
  }

  /** An event loop that joins later gets all since the newest start in one turn. */
  @Test
  void beginsAtAStartThoughMoreComesAtOnceThanIsKept() {
    start();
    TsViewer first = edge.watchTs("/live.ts");
    music.group(0);
    while (music.packets() * TsMessage.PACKET < TsRing.MOST_BYTES + (128 << 10)) {
      music.picture();
    }
    first.awaitPackets(music.packets());

    TsViewer elsewhere = edge.watchTs("/live.ts");

    elsewhere.awaitPackets(1);
    assertThat(elsewhere.tally().isSound()).as(elsewhere.toString()).isTrue();
    assertThat(first.tally().isGapless()).as(first.toString()).isTrue();
  }
}
