package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandstillsTest {

  private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();
  private final Standstills standstills = new Standstills(() -> now, Duration.ofSeconds(1));

  @Test
  void countsNothingWhileItIsAskedOftenEnough() {
    for (int i = 0; i < 50; i++) {
      pass(Duration.ofMillis(1000));
      assertThat(standstills.count()).isZero();
    }
  }

  @Test
  void tellsOfAPauseAtTheFirstQuestionAfterIt() {
    pass(Duration.ofMillis(1001));
    assertThat(standstills.count()).isOne();
    assertThat(standstills.count()).isOne();
    pass(Duration.ofMinutes(5));
    assertThat(standstills.count()).isEqualTo(2);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
