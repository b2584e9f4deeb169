package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A tap whose event loop runs when the test lets time pass. */
class StretchTapTest {

  private static final StreamId FRONT = new StreamId("front");

  private final VirtualTime time = new VirtualTime();
  private final Counter dropped =
      new RelayMetrics(new SimpleMeterRegistry()).bus().stretchBytesDropped(FRONT, DropPlace.LOOP);
  private final OrderedListener listener = new OrderedListener();
  private long stood;
  private final Standstills standstills = new Standstills(() -> stood, RelayBus.STANDSTILL);
  private final StretchTap tap =
      new StretchTap(time.context(), listener, standstills, dropped, closed -> {});
  private long end;

  @AfterEach
  void holdsItToItsPromise() {
    listener.assertNoMistakes();
  }

  @Test
  void deliversInOrderFromTheFirstStartOn() {
    offer(10, false);
    offer(10, true);
    offer(20, false);
    letItTake();
    offer(30, false);
    offer(5, true);
    letItTake();
    assertThat(listener.stretches())
        .extracting(stretch -> stretch.position())
        .containsExactly(10L, 20L, 40L, 70L);
    assertThat(dropped.count()).isZero();
  }

  @Test
  void goesOnAtAStartAfterABusyLoopHasLeftTooMany() {
    offer(10, true);
    for (int i = 1; i < StretchTap.MAX_STRETCHES; i++) {
      offer(10, false);
    }
    assertThat(dropped.count()).isZero();
    offer(10, false);
    assertThat(dropped.count()).isEqualTo(65 * 10);
    offer(10, false);
    letItTake();
    assertThat(listener.stretches()).isEmpty();
    offer(10, true);
    offer(10, false);
    letItTake();
    assertThat(listener.stretches())
        .extracting(stretch -> stretch.position())
        .containsExactly(660L, 670L);
    assertThat(dropped.count()).isEqualTo(66 * 10);
  }

  @Test
  void holdsNoMoreThanFourMebibytes() {
    offer(1 << 20, true);
    offer(1 << 20, false);
    offer(1 << 20, false);
    offer(1 << 20, false);
    assertThat(dropped.count()).isZero();
    offer(1, true);
    assertThat(dropped.count()).isEqualTo(4 << 20);
    letItTake();
    assertThat(listener.stretches()).hasSize(1);
    assertThat(listener.bytes()).isEqualTo(1);
  }

  @Test
  void hasRoomAgainForAllWhenTheLoopHasTaken() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < StretchTap.MAX_STRETCHES; i++) {
        offer(60 << 10, end == 0);
      }
      letItTake();
    }
    assertThat(listener.stretches()).hasSize(3 * StretchTap.MAX_STRETCHES);
    assertThat(dropped.count()).isZero();
  }

  @Test
  void goesOnAtAStartAfterAStandstill() {
    offer(10, true);
    letItTake();
    offer(10, false);
    standStill();
    letItTake();
    offer(10, false);
    offer(10, true);
    letItTake();
    assertThat(listener.stretches())
        .extracting(stretch -> stretch.position())
        .containsExactly(0L, 30L);
    assertThat(dropped.count()).isEqualTo(20);
  }

  @Test
  void goesOnAtAStartAlsoWhenNothingWaitedForItsLoop() {
    offer(10, true);
    letItTake();
    standStill();
    offer(10, false);
    letItTake();
    assertThat(listener.stretches()).hasSize(1);
  }

  private void standStill() {
    stood += RelayBus.STANDSTILL.toNanos() + 1;
  }

  @Test
  void deliversNothingAfterItIsClosed() {
    offer(10, true);
    tap.lose();
    tap.end();
    tap.close();
    letItTake();
    assertThat(listener.stretches()).isEmpty();
    assertThat(listener.losses() + listener.ends()).isZero();
  }

  private void offer(int size, boolean isStart) {
    tap.offer(Stretches.stretch(FRONT, end, size, isStart));
    end += size;
  }

  private void letItTake() {
    time.pass(Duration.ofMillis(1));
  }
}
