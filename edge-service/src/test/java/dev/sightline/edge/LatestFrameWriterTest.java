package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.FrameReceiver;
import dev.sightline.edge.LatestFrameWriter.Outcome;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A writer whose sink leaves it to the test when, and whether, a write is over. */
class LatestFrameWriterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final FrameMemory memory = new FrameMemory(1 << 20);
  private final EdgeStream counts = new EdgeStream(TestFrames.FRONT, memory, metrics, Tracing.OFF);
  private final RecordingSink sink = new RecordingSink();
  private final AtomicInteger done = new AtomicInteger();
  private StreamFeed feed;
  private LatestFrameWriter writer;
  private long now;

  @BeforeEach
  void open() {
    FrameReceiver receiver = new FrameReceiver(TestIngest.listing(vertx, metrics), metrics);
    Await.result(vertx.deployVerticle(receiver));
    feed = new StreamFeed(counts, receiver);
    writer = open(FrameRateCap.NONE);
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void writesAFrameAtOnceWhenNothingIsUnderWay() {
    offer(0);

    assertThat(sink.written).containsExactly(0L);
    assertThat(framesOut()).as("counted only when it has left").isZero();
  }

  @Test
  void writesEveryFrameToAViewerThatTakesThemAtOnce() {
    sink.immediate = true;

    offer(0, 1, 2, 3);

    assertThat(sink.written).containsExactly(0L, 1L, 2L, 3L);
    assertThat(framesOut()).isEqualTo(4);
    assertThat(counts.bytesOut()).isEqualTo(8_000);
    assertThat(framesDropped()).isZero();
  }

  @Test
  void writesOnlyTheNewestFrameWhenTheOneBeforeHasLeft() {
    offer(0, 1, 2, 3);
    assertThat(sink.written).containsExactly(0L);

    writer.left(true);

    assertThat(sink.written).containsExactly(0L, 3L);
    assertThat(framesDropped()).isEqualTo(2);
    assertThat(framesOut()).isEqualTo(1);
  }

  @Test
  void dropsNothingForAViewerThatIsOneFrameBehind() {
    offer(0, 1);
    writer.left(true);
    offer(2);
    writer.left(true);
    writer.left(true);

    assertThat(sink.written).containsExactly(0L, 1L, 2L);
    assertThat(framesDropped()).isZero();
    assertThat(framesOut()).isEqualTo(3);
  }

  @Test
  void waitsForTheNextFrameWhenAllHaveLeft() {
    offer(0);
    writer.left(true);
    assertThat(sink.written).containsExactly(0L);

    offer(1);

    assertThat(sink.written).containsExactly(0L, 1L);
  }

  @Test
  void sendsNothingOldToAViewerThatIsBehindWhenTheCameraIsLost() {
    offer(0, 1);
    feed.lost();

    writer.left(true);

    assertThat(sink.written).containsExactly(0L);
    assertThat(framesDropped()).isEqualTo(1);
  }

  @Test
  void countsTheDropsOfEachViewerApart() {
    LatestFrameWriter fast = open(FrameRateCap.NONE);
    for (int sequence = 0; sequence < 1_000; sequence++) {
      offer(sequence);
      fast.offer(feed.newest());
      fast.left(true);
    }

    assertThat(writer.delivered()).isZero();
    assertThat(writer.dropped()).isEqualTo(998);
    assertThat(fast.delivered()).isEqualTo(1_000);
    assertThat(fast.dropped()).isZero();
    assertThat(framesDropped()).isEqualTo(998);
    assertThat(sink.abandoned).isZero();
  }

  @Test
  void dropsAFrameForWhichThereIsNoMemory() {
    List<OutboundFrame> held = new ArrayList<>();
    for (int sequence = 0; memory.bytes() < (1 << 20) - 2_200; sequence++) {
      OutboundFrame frame = new OutboundFrame(TestFrames.arrival(sequence), memory);
      if (frame.in(WireForm.PART).isEmpty()) {
        break;
      }
      held.add(frame);
    }

    offer(0);
    assertThat(sink.written).isEmpty();
    assertThat(dropped(DropPlace.MEMORY)).isEqualTo(1);

    held.forEach(OutboundFrame::letGo);
    offer(1);
    assertThat(sink.written).containsExactly(1L);
  }

  @Test
  void abandonsAViewerWhoseWriteFails() {
    offer(0, 1);

    writer.left(false);
    offer(2);

    assertThat(sink.abandoned).isEqualTo(1);
    assertThat(sink.written).as("nothing more is written").containsExactly(0L);
    assertThat(framesOut()).isZero();
  }

  @Test
  void abandonsAViewerThatTakesNothingForLongerThanItsPatience() {
    offer(0);

    pass(PATIENCE);
    assertThat(sink.abandoned).isZero();

    pass(Duration.ofNanos(1));
    assertThat(sink.abandoned).isEqualTo(1);
    assertThat(metrics.edge().viewersGivenUp(TestFrames.FRONT).count()).isEqualTo(1);
  }

  @Test
  void isPatientWithAViewerThatTakesAFrameLittleByLittle() {
    sink.waiting = 1_000;
    offer(0);
    for (int i = 0; i < 5; i++) {
      pass(PATIENCE.minusSeconds(1));
      sink.waiting -= 100;
      pass(Duration.ofSeconds(1));
    }
    assertThat(sink.abandoned).isZero();

    sink.waiting += 50;
    pass(PATIENCE);
    assertThat(sink.abandoned).as("what others add is no progress").isZero();
    pass(Duration.ofNanos(1));
    assertThat(sink.abandoned).isEqualTo(1);
  }

  @Test
  void abandonsAViewerThatTakesAFrameForTooLongInAll() {
    sink.waiting = 1_000;
    offer(0);
    for (int i = 0; i < 10; i++) {
      sink.waiting--;
      pass(PATIENCE);
    }
    assertThat(sink.abandoned).isZero();

    sink.waiting--;
    pass(Duration.ofNanos(1));

    assertThat(sink.abandoned).isEqualTo(1);
  }

  @Test
  void blamesNoViewerForTheTimeInWhichNobodyLooked() {
    sink.waiting = 1_000;
    offer(0);
    pass(Duration.ofSeconds(10));
    now += PATIENCE.multipliedBy(20).toNanos();

    pass(PATIENCE);
    assertThat(sink.abandoned).isZero();

    pass(Duration.ofSeconds(2));
    assertThat(sink.abandoned).isEqualTo(1);
  }

  @Test
  void hasNoPatienceWithSlowViewersWhileMemoryIsScarce() {
    sink.waiting = 1_000;
    offer(0);
    now += Duration.ofSeconds(2).toNanos();
    sink.waiting--;
    writer.everySecond(Patience.of(PATIENCE).shortened());
    assertThat(sink.abandoned).isZero();

    now++;
    sink.waiting--;
    writer.everySecond(Patience.of(PATIENCE).shortened());

    assertThat(sink.abandoned).isEqualTo(1);
  }

  @Test
  void isPatientWithEachWriteAnew() {
    offer(0, 1);
    pass(PATIENCE);
    writer.left(true);

    pass(PATIENCE);

    assertThat(sink.abandoned).isZero();
  }

  @Test
  void isPatientWithAViewerThatHadNothingToTake() {
    offer(0);
    writer.left(true);

    pass(PATIENCE.multipliedBy(2));

    assertThat(sink.abandoned).isZero();
  }

  @Test
  void measuresTheTimeToTheFirstFrameOnce() {
    now += TimeUnit.MILLISECONDS.toNanos(30);
    offer(0);
    now += TimeUnit.MILLISECONDS.toNanos(5);
    writer.left(true);
    offer(1);
    writer.left(true);

    Timer firstFrame = metrics.edge().firstFrame();
    assertThat(firstFrame.count()).isEqualTo(1);
    assertThat(firstFrame.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(35);
  }

  @Test
  void leavesOutWhatTheViewerDidNotAskFor() {
    sink.immediate = true;
    writer = open(FrameRateCap.of("10"));

    for (int sequence = 0; sequence < 25; sequence++) {
      offerAt(sequence, Duration.ofMillis(40L * sequence));
    }

    assertThat(sink.written).hasSize(10);
    assertThat(dropped(DropPlace.RATE)).as("the last one may still be shown").isEqualTo(14);
    assertThat(framesDropped()).isZero();
  }

  @Test
  void showsTheLastFrameEvenWhenTheCapHeldItBack() {
    sink.immediate = true;
    writer = open(FrameRateCap.of("1"));
    offerAt(0, Duration.ZERO);
    offerAt(1, Duration.ofMillis(300));
    assertThat(sink.written).containsExactly(0L);

    pass(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));

    assertThat(sink.written).containsExactly(0L, 1L);
    assertThat(dropped(DropPlace.RATE)).as("it was only late").isZero();
  }

  @Test
  void countsAFrameOnceWhenANewerOneThatWasHeldBackIsShownInstead() {
    writer = open(FrameRateCap.of("10"));
    offerAt(0, Duration.ZERO);
    offerAt(1, Duration.ofMillis(100));
    offerAt(2, Duration.ofMillis(120));

    writer.left(true);

    assertThat(sink.written).containsExactly(0L, 2L);
    assertThat(dropped(DropPlace.RATE) + framesDropped()).isEqualTo(1);
  }

  @Test
  void beginsNoFrameAfterItsEnd() {
    offer(0, 1);
    writer.end();

    writer.left(true);
    offer(2);

    assertThat(sink.written).containsExactly(0L);
    assertThat(sink.abandoned).as("what is under way still leaves").isZero();
  }

  @Test
  void isDoneAtOnceWhenNothingIsUnderWay() {
    offer(0);
    writer.left(true);

    writer.finish(done::incrementAndGet);
    offer(1);

    assertThat(done).hasValue(1);
    assertThat(sink.written).containsExactly(0L);
  }

  @Test
  void isDoneWhenWhatIsUnderWayHasLeft() {
    offer(0, 1);
    writer.finish(done::incrementAndGet);
    offer(2);
    assertThat(done).hasValue(0);

    writer.left(true);

    assertThat(done).hasValue(1);
    assertThat(sink.written).containsExactly(0L);
    assertThat(sink.abandoned).isZero();
    assertThat(framesOut()).isEqualTo(1);
    assertThat(framesDropped()).as("the one it was behind").isEqualTo(1);
  }

  @Test
  void abandonsAViewerThatNeverTakesItsLastFrame() {
    offer(0);
    writer.finish(done::incrementAndGet);

    pass(PATIENCE.plusNanos(1));
    writer.left(false);

    assertThat(sink.abandoned).isEqualTo(1);
    assertThat(done).hasValue(0);
  }

  @Test
  void waitsForItsSinkAndThenWritesWhatIsNewest() {
    sink.shut = true;
    offer(0, 1, 2);
    assertThat(sink.written).isEmpty();

    sink.shut = false;
    writer.proceed();
    writer.proceed();

    assertThat(sink.written).containsExactly(2L);
    assertThat(framesDropped()).isEqualTo(2);
  }

  @Test
  void writesNothingOldOnceItsSinkIsReadyWhenTheCameraIsLost() {
    sink.shut = true;
    offer(0);
    feed.lost();

    sink.shut = false;
    writer.proceed();
    assertThat(sink.written).isEmpty();

    offer(1);
    assertThat(sink.written).containsExactly(1L);
    assertThat(framesDropped()).isEqualTo(1);
  }

  @Test
  void repeatsTheLastFrameAfterASilenceAndThenEveryTenSeconds() {
    sink.immediate = true;
    offer(0);

    List<Integer> repeatedAt = new ArrayList<>();
    for (int second = 1; second <= 32; second++) {
      int before = sink.written.size();
      writer.repeatAfterSilence();
      if (sink.written.size() > before) {
        repeatedAt.add(second);
      }
    }

    assertThat(repeatedAt).containsExactly(2, 12, 22, 32);
    assertThat(sink.written).containsOnly(0L);
    assertThat(framesOut()).as("a repeat is no further frame").isEqualTo(1);
    assertThat(counts.bytesOut()).isEqualTo(10_000);
    assertThat(metrics.edge().viewerRepeats(TestFrames.FRONT).count()).isEqualTo(4);
  }

  @Test
  void repeatsNothingWhileFramesCome() {
    sink.immediate = true;
    for (int sequence = 0; sequence < 10; sequence++) {
      offer(sequence);
      writer.repeatAfterSilence();
    }

    assertThat(sink.written).doesNotHaveDuplicates().hasSize(10);
  }

  @Test
  void repeatsAnewAfterAFurtherFrame() {
    sink.immediate = true;
    offer(0);
    silence(2);
    offer(1);
    silence(2);

    assertThat(sink.written).containsExactly(0L, 0L, 1L, 1L);
  }

  @Test
  void repeatsNothingToAViewerThatIsStillTakingTheFrame() {
    offer(0);
    silence(5);
    assertThat(sink.written).containsExactly(0L);

    writer.left(true);
    silence(1);
    assertThat(sink.written).as("the silence begins when it has left").containsExactly(0L);
  }

  @Test
  void repeatsNothingOfALostCamera() {
    sink.immediate = true;
    offer(0);
    feed.lost();

    silence(20);

    assertThat(sink.written).containsExactly(0L);
  }

  @Test
  void repeatsOnlyEveryTenSecondsToAViewerThatAskedForLess() {
    sink.immediate = true;
    writer = open(FrameRateCap.of("0.02"));
    offerAt(0, Duration.ZERO);

    silence(9);
    assertThat(sink.written).containsExactly(0L);
    silence(1);
    assertThat(sink.written).containsExactly(0L, 0L);
  }

  @Test
  void showsAFrameWhenItIsDueThoughTheOneBeforeWasRepeated() {
    sink.immediate = true;
    writer = open(FrameRateCap.of("0.2"));
    offerAt(0, Duration.ZERO);
    now = Duration.ofSeconds(5).toNanos();
    silence(2);
    assertThat(sink.written).containsExactly(0L, 0L);

    offerAt(1, Duration.ofSeconds(6));

    assertThat(sink.written).containsExactly(0L, 0L, 1L);
  }

  @Test
  void writesAFrameThatCameDuringARepeat() {
    sink.immediate = true;
    offer(0);
    sink.immediate = false;
    silence(2);
    offer(1);
    assertThat(sink.written).containsExactly(0L, 0L);

    writer.left(true);

    assertThat(sink.written).containsExactly(0L, 0L, 1L);
    assertThat(framesDropped()).isZero();
  }

  private LatestFrameWriter open(FrameRateCap cap) {
    return new LatestFrameWriter(sink, cap, feed, () -> now);
  }

  private void offer(int... sequences) {
    for (int sequence : sequences) {
      feed.frame(TestFrames.arrival(sequence));
      writer.offer(feed.newest());
    }
  }

  private void offerAt(int sequence, Duration at) {
    feed.frame(TestFrames.arrival(sequence, at.toNanos()));
    writer.offer(feed.newest());
  }

  private void pass(Duration time) {
    long end = now + time.toNanos();
    while (now < end) {
      now = Math.min(end, now + TimeUnit.SECONDS.toNanos(1));
      writer.everySecond(Patience.of(PATIENCE));
    }
  }

  private void silence(int seconds) {
    for (int second = 0; second < seconds; second++) {
      writer.repeatAfterSilence();
    }
  }

  private long framesOut() {
    feed.counts().report();
    return counts.framesOut();
  }

  private long framesDropped() {
    feed.counts().report();
    return counts.framesDropped(DropPlace.VIEWER);
  }

  private long dropped(DropPlace place) {
    feed.counts().report();
    return (long) metrics.edge().framesDropped(TestFrames.FRONT, place).count();
  }

  private final class RecordingSink implements LatestFrameWriter.Sink {

    private final List<Long> written = new ArrayList<>();
    private boolean immediate;
    private boolean shut;
    private long waiting;
    private int abandoned;

    @Override
    public boolean isReady(LatestFrameWriter writer) {
      return !shut;
    }

    @Override
    public Outcome write(OutboundFrame frame, LatestFrameWriter writer) {
      if (frame.in(WireForm.PART).isEmpty()) {
        return Outcome.NO_ROOM;
      }
      written.add(frame.frame().sequence());
      return immediate ? Outcome.LEFT : Outcome.UNDER_WAY;
    }

    @Override
    public long waiting() {
      return waiting;
    }

    @Override
    public void abandon() {
      abandoned++;
    }
  }
}
