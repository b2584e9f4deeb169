package dev.sightline.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {

  private final AtomicLong clock = new AtomicLong();
  private final FailedLogins failed = new FailedLogins(clock::get);

  @Test
  void tenInAMinuteAreEnough() {
    for (int i = 0; i < 9; i++) {
      failed.add("a");
    }
    assertThat(failed.waitFor("a")).isZero();

    failed.add("a");

    assertThat(failed.waitFor("a")).isBetween(60L, 61L);
    assertThat(failed.waitFor("b")).isZero();
    clock.set(Duration.ofSeconds(50).toNanos());
    assertThat(failed.waitFor("a")).isBetween(10L, 11L);
    clock.set(Duration.ofSeconds(60).toNanos());
    assertThat(failed.waitFor("a")).isZero();
    assertThat(failed.size()).isZero();
  }

  @Test
  void theMinuteBeginsWithTheFirst() {
    failed.add("a");
    clock.set(Duration.ofSeconds(61).toNanos());
    for (int i = 0; i < 9; i++) {
      failed.add("a");
    }

    assertThat(failed.waitFor("a")).isZero();
  }

  @Test
  void remembersSoManyAddresses() {
    for (int i = 0; i < 10_100; i++) {
      failed.add("address " + i);
    }

    assertThat(failed.size()).isEqualTo(10_000);
  }
}
