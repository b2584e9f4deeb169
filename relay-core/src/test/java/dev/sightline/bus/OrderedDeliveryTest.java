package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.FrameTransport.AskHandler;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens on the way of an ordered stream, each tap gets the right bytes in order, and a
 * start after a gap: bytes of all sizes at all times, answers that vanish, a link whose rate
 * changes, an edge whose event loops are busy, sources that begin anew, and ingests that take the
 * stream over. When all is well again everything arrives.
 */
class OrderedDeliveryTest {

  private static final StreamId FRONT = new StreamId("front");

  private final VirtualTime time = new VirtualTime();
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final SimulatedLink link = new SimulatedLink(time, 10_000_000, Duration.ofMillis(5));
  private final Map<String, AskHandler> ingests = new HashMap<>();
  private final SimulatedTransport transport = new SimulatedTransport(time, "edge", link, ingests);
  private long stood;
  private final Standstills standstills = new Standstills(() -> stood, RelayBus.STANDSTILL);
  private final StretchSubscription subscription =
      new StretchSubscription(time.timers(), transport, FRONT, standstills, new Alone(), metrics);
  private final OrderedListener idle = new OrderedListener();
  private final OrderedListener busy = new OrderedListener();
  private OrderedListener late = new OrderedListener();
  private StretchTap lateTap;
  private long busyUntil;

  private FramePublisher publisher;
  private Epoch epoch = new Epoch(0, "none");
  private long end;

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void deliversInOrderWhateverHappens(long seed) {
    goThrough(new Random(seed), 59);
    assertThat(metrics.bus().stretchBytesLost(FRONT).count()).isEqualTo(idle.gaps());
    assertThat(metrics.bus().stretchBytesReceived(FRONT).count()).isEqualTo(idle.bytes());
  }

  /** What was left out by the taps themselves is counted otherwise. */
  @ParameterizedTest
  @MethodSource("seeds")
  void deliversInOrderAlsoWhenTheProcessStandsStillNowAndThen(long seed) {
    goThrough(new Random(seed), 60);
    assertThat(idle.gaps()).isGreaterThan(0);
    assertThat(metrics.bus().stretchBytesDropped(FRONT, DropPlace.OUTDATED).count())
        .isGreaterThan(0);
  }

  private void goThrough(Random chance, int events) {
    takeOver();
    tap(idle, () -> 0);
    tap(busy, () -> busyUntil);
    joinLate();
    for (int step = 0; step < 600; step++) {
      happen(chance.nextInt(events), chance);
      time.pass(Duration.ofMillis(chance.nextInt(200)));
      if (step % 10 == 0) {
        publisher.everySecond();
      }
    }
    allIsWell();

    for (OrderedListener listener : new OrderedListener[] {idle, busy, late}) {
      listener.assertNoMistakes();
      assertThat(listener.end()).as("all has arrived").isEqualTo(end);
    }
  }

  private void happen(int event, Random chance) {
    switch (event) {
      case 0 -> takeOver();
      case 1 -> link.lose(chance.nextInt(3) / 10.0);
      case 2 -> link.rate(20_000 << chance.nextInt(10));
      case 3 -> busyUntil = time.elapsed() + TimeUnit.MILLISECONDS.toNanos(chance.nextInt(8000));
      case 4 -> end += 188;
      case 5 -> publisher.clear(FRONT);
      case 6 -> joinLate();
      case 7 -> subscription.askAnew();
      case 8 -> subscription.lose();
      case 9 -> append(188 * (1 + chance.nextInt(5000)), chance.nextInt(3) == 0);
      case 59 -> stood += RelayBus.STANDSTILL.toNanos() + 1;
      default -> append(188 * (1 + chance.nextInt(100)), chance.nextInt(20) == 0);
    }
  }

  private void append(int size, boolean isStart) {
    publisher.append(Stretches.stretch(FRONT, epoch, end, size, isStart));
    end += size;
  }

  /** Another ingest has the stream from now on, and the one before forgets it. */
  private void takeOver() {
    if (publisher != null) {
      publisher.close(FRONT);
    }
    epoch = new Epoch(epoch.startedAt() + 1, "ingest-" + epoch.startedAt());
    end = 0;
    publisher = new FramePublisher(time, metrics);
    publisher.openOrdered(FRONT, () -> {});
    ingests.put(epoch.node(), publisher);
    subscription.follow(new IngestLink(time.timers(), transport, epoch.node()), epoch);
  }

  private void joinLate() {
    if (lateTap != null) {
      lateTap.close();
      late.assertNoMistakes();
    }
    late = new OrderedListener();
    lateTap = tap(late, () -> 0);
  }

  private StretchTap tap(OrderedListener listener, LongSupplier freeAt) {
    StretchTap tap =
        new StretchTap(
            time.context(freeAt),
            listener,
            standstills,
            metrics.bus().stretchBytesDropped(FRONT, DropPlace.LOOP),
            subscription::remove);
    subscription.add(tap, () -> 1);
    return tap;
  }

  private void allIsWell() {
    link.lose(0);
    link.rate(100_000_000);
    for (int second = 0; second < 40; second++) {
      append(188, second % 5 == 0);
      time.pass(Duration.ofSeconds(1));
      publisher.everySecond();
    }
  }
}
