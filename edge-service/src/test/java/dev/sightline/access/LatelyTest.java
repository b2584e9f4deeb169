package dev.sightline.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.access.Lately.Found;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatelyTest {

  private static final Duration LIFE = Duration.ofMinutes(5);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
  private final Lately<String> lately = new Lately<>(3, LIFE, clock::get);

  @Test
  void whatWasPutHoldsForItsTime() {
    lately.put("a", "one");

    clock.addAndGet(LIFE.toNanos() - 1);
    assertThat(lately.find("a")).contains(new Found<>("one", Duration.ofNanos(1)));
    clock.incrementAndGet();
    assertThat(lately.find("a")).isEmpty();
    assertThat(lately.size()).isZero();
  }

  @Test
  void whatIsPutAnewHoldsFromThenOn() {
    lately.put("a", "one");
    clock.addAndGet(LIFE.toNanos() - 1);
    lately.put("a", "two");

    assertThat(lately.find("a")).contains(new Found<>("two", LIFE));
    assertThat(lately.size()).isEqualTo(1);
  }

  @Test
  void whatIsThereIsNotPutAnew() {
    assertThat(lately.findOrPut("a", () -> "one")).isEqualTo("one");
    clock.incrementAndGet();
    assertThat(lately.findOrPut("a", () -> "two")).isEqualTo("one");
    assertThat(lately.find("a")).contains(new Found<>("one", LIFE.minusNanos(1)));

    clock.addAndGet(LIFE.toNanos());
    assertThat(lately.findOrPut("a", () -> "three")).isEqualTo("three");
  }

  @Test
  void ofTooManyTheOneThatWasPutFirstGoes() {
    lately.put("a", "");
    lately.put("b", "");
    lately.put("c", "");
    lately.put("a", "again");
    lately.put("d", "");

    assertThat(lately.size()).isEqualTo(3);
    assertThat(lately.find("b")).isEmpty();
    assertThat(lately.find("a")).isPresent();
  }
}
