package dev.sightline.bus;

import static dev.sightline.bus.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.FrameTransport.AskHandler;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an edge does with pictures that show what was: after a standstill of its own process, and
 * when the stream has gone from one ingest to another. In virtual time, 5 ms each way.
 */
class OutdatedFramesTest {

  private static final StreamId FRONT = new StreamId("front");
  private static final Epoch FIRST = new Epoch(1_000, "one");
  private static final Epoch SECOND = new Epoch(2_000, "other");
  private static final Duration WAY = Duration.ofMillis(5);

  private final VirtualTime time = new VirtualTime();
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final SimulatedLink line = new SimulatedLink(time, 10_000_000, WAY);
  private final Map<String, AskHandler> ingests = new HashMap<>();
  private final SimulatedTransport transport = new SimulatedTransport(time, "edge", line, ingests);
  private final Standstills standstills = new Standstills(time, RelayBus.STANDSTILL);
  private final FrameSubscription subscription =
      new FrameSubscription(
          time.timers(), transport, FRONT, time, standstills, new Alone(), metrics);
  private final Viewer viewer = new Viewer();
  private final FramePublisher one = ingest(FIRST);
  private final FramePublisher other = ingest(SECOND);
  private final IngestLink toOne = new IngestLink(time.timers(), transport, FIRST.node());
  private final IngestLink toOther = new IngestLink(time.timers(), transport, SECOND.node());

  @BeforeEach
  void watch() {
    time.every(Standstills.TICK, Standstills.TICK, standstills::count);
    subscription.add(tap(viewer), () -> 1);
    subscription.follow(toOne, FIRST);
    pass(100);
  }

  @Test
  void throwsAwayWhatWasAnsweredToAsksOfBeforeAStandstill() {
    publish(one, FIRST, 0);
    pass(100);
    one.publish(frame(FRONT, FIRST, 1, 100));
    time.standStill(Duration.ofSeconds(45));
    pass(100);

    assertThat(viewer.sequences).containsExactly(0L, 1L);
    assertThat(viewer.ages.get(1)).as("asked for anew, and told as old as it is").isPositive();
    assertThat(viewer.losses).isOne();
    assertThat(outdated()).isOne();
    assertThat(metrics.bus().framesLost(FRONT).count()).isZero();
  }

  @Test
  void asksAnewAtOnceAfterAStandstill() {
    publish(one, FIRST, 0);
    pass(100);
    time.standStill(Duration.ofSeconds(45));
    pass(20);
    publish(one, FIRST, 500);
    pass(20);

    assertThat(viewer.sequences).endsWith(500L);
    assertThat(metrics.bus().asksFailed().count()).isLessThanOrEqualTo(AskCount.LEAST + 1.0);
  }

  @Test
  void givesNewcomersNothingOfBeforeAStandstill() {
    publish(one, FIRST, 0);
    pass(100);
    one.clear(FRONT);
    time.standStill(Duration.ofSeconds(2));

    Viewer late = new Viewer();
    subscription.add(tap(late), () -> 2);
    pass(100);

    assertThat(late.sequences).isEmpty();
    publish(one, FIRST, 1);
    pass(100);
    assertThat(late.sequences).containsExactly(1L);
  }

  @Test
  void dropsWhatLayBeforeABusyEventLoopInAStandstill() {
    long[] freeAt = {Duration.ofHours(1).toNanos()};
    Viewer busy = new Viewer();
    subscription.add(tap(busy, freeAt), () -> 2);
    publish(one, FIRST, 0);
    pass(100);
    time.standStill(Duration.ofSeconds(3700));
    one.clear(FRONT);
    pass(100);

    assertThat(busy.sequences).isEmpty();
    assertThat(metrics.bus().framesDropped(FRONT, DropPlace.LOOP).count()).isOne();
  }

  @Test
  void dropsALateFrameOfTheOwnerBefore() {
    one.publish(frame(FRONT, FIRST, 7, 100));
    time.pass(WAY.dividedBy(2));
    subscription.follow(toOther, SECOND);
    publish(other, SECOND, 0);
    pass(200);

    assertThat(viewer.epochs).containsOnly(SECOND);
    assertThat(outdated()).isOne();
  }

  @Test
  void takesNoEarlierEpochFromTheOwnerItself() {
    subscription.follow(toOther, SECOND);
    publish(other, new Epoch(1_999, "other"), 0);
    pass(200);
    assertThat(viewer.sequences).isEmpty();

    publish(other, new Epoch(2_001, "other"), 1);
    pass(200);
    assertThat(viewer.sequences).as("news of it may be later than its frames").containsExactly(1L);
    assertThat(outdated()).isOne();
  }

  @Test
  void keepsOutAnEarlierEpochAlsoWhenThePictureWasLost() {
    subscription.follow(toOther, SECOND);
    publish(other, SECOND, 5);
    pass(200);
    subscription.lose();
    publish(other, FIRST, 6);
    pass(200);

    assertThat(viewer.sequences).containsExactly(5L);
  }

  @Test
  void goesBackToAnEarlierOwnerWhenThatIsTheOnlyOne() {
    subscription.follow(toOther, SECOND);
    publish(other, SECOND, 5);
    pass(200);
    subscription.follow(toOne, FIRST);
    publish(one, FIRST, 9);
    pass(200);

    assertThat(viewer.sequences).containsExactly(5L, 9L);
  }

  @Test
  void goesOnAskingTheLastOwnerWhenItHasLeftTheCluster() {
    publish(one, FIRST, 0);
    pass(100);
    subscription.orphan();
    for (int i = 1; i <= 50; i++) {
      publish(one, FIRST, i);
      pass(100);
    }

    assertThat(viewer.sequences).hasSize(51);
    assertThat(viewer.losses).isZero();
  }

  @Test
  void losesThePictureWhenTheOwnerIsGoneAndNothingComes() {
    publish(one, FIRST, 0);
    pass(100);
    subscription.orphan();
    pass(1_900);
    assertThat(viewer.losses).isZero();
    pass(200);
    assertThat(viewer.losses).isOne();

    publish(one, FIRST, 1);
    pass(100);
    assertThat(viewer.sequences).as("it was only slow").containsExactly(0L, 1L);
  }

  @Test
  void losesThePictureTwoSecondsAfterTheLastThatCame() {
    publish(one, FIRST, 0);
    pass(100);
    subscription.orphan();
    pass(1_500);
    publish(one, FIRST, 1);
    pass(1_900);
    assertThat(viewer.losses).isZero();
    pass(200);
    assertThat(viewer.losses).isOne();
  }

  @Test
  void asksANewOwnerAgainSoonHoweverOftenTheOneBeforeRefused() {
    one.close(FRONT);
    other.close(FRONT);
    pass(10_000);
    subscription.follow(toOther, SECOND);
    pass(120);
    other.open(FRONT, () -> {});
    publish(other, SECOND, 0);
    pass(350);

    assertThat(viewer.sequences).containsExactly(0L);
  }

  @Test
  void goesOnWithAStreamThatEndedWhileItStoodStill() {
    publish(one, FIRST, 0);
    pass(100);
    one.end(FRONT);
    time.standStill(Duration.ofSeconds(45));
    pass(100);
    publish(one, FIRST, 1);
    pass(100);

    assertThat(viewer.sequences).containsExactly(0L, 1L);
  }

  @Test
  void answersAnEdgeThatWasTakenForGone() {
    one.nodeLeft("edge");
    pass(100);
    publish(one, FIRST, 0);
    pass(100);

    assertThat(viewer.sequences).containsExactly(0L);
    assertThat(metrics.bus().asksFailed().count()).isZero();
  }

  private FramePublisher ingest(Epoch epoch) {
    FramePublisher publisher = new FramePublisher(time, metrics);
    publisher.open(FRONT, () -> {});
    ingests.put(epoch.node(), publisher);
    return publisher;
  }

  private void publish(FramePublisher publisher, Epoch epoch, long sequence) {
    publisher.publish(frame(FRONT, epoch, sequence, 100));
  }

  private void pass(long millis) {
    time.pass(Duration.ofMillis(millis));
  }

  private double outdated() {
    return metrics.bus().framesDropped(FRONT, DropPlace.OUTDATED).count();
  }

  private FrameTap tap(Viewer to) {
    return tap(to, new long[] {0});
  }

  private FrameTap tap(Viewer to, long[] freeAt) {
    return new FrameTap(
        time.context(() -> freeAt[0]),
        to,
        standstills,
        metrics.bus().framesDropped(FRONT, DropPlace.LOOP),
        closed -> {});
  }

  /** What came out of a tap. */
  private final class Viewer implements FrameTap.Listener {
    private final List<Long> sequences = new ArrayList<>();
    private final List<Epoch> epochs = new ArrayList<>();
    private final List<Long> ages = new ArrayList<>();
    private int losses;

    @Override
    public void frame(Arrival arrival) {
      sequences.add(arrival.frame().sequence());
      epochs.add(arrival.frame().epoch());
      ages.add(time.getAsLong() - arrival.at());
    }

    @Override
    public void lost() {
      losses++;
    }

    @Override
    public void ended() {
      throw new AssertionError("the stream goes on");
    }
  }
}
