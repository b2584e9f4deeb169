package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PushRateTest {

  private long now;
  private final PushRate rate = new PushRate(10, () -> now);

  @Test
  void takesASecondsWorthAtOnceAndThenKeepsToTheRate() {
    assertThat(takenOf(25)).isEqualTo(10);
    assertThat(rate.isSpent()).isTrue();

    now += TimeUnit.MILLISECONDS.toNanos(300);

    assertThat(takenOf(25)).isEqualTo(3);
  }

  @Test
  void savesNoMoreThanASecondsWorth() {
    now += TimeUnit.HOURS.toNanos(1);

    assertThat(takenOf(25)).isEqualTo(10);
  }

  private long takenOf(int pictures) {
    return IntStream.range(0, pictures).filter(i -> rate.take()).count();
  }
}
