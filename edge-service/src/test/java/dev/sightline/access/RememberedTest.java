package dev.sightline.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RememberedTest {

  private final AtomicLong clock = new AtomicLong();
  private final Remembered remembered = new Remembered(Duration.ofMinutes(5), clock::get);

  @Test
  void knowsWhatWasFoundForItsTime() {
    String name = remembered.nameOf("anna", "password");
    remembered.add(name, "hash");

    clock.set(Duration.ofMinutes(5).toNanos() - 1);
    assertThat(remembered.find(name)).contains("hash");
    clock.set(Duration.ofMinutes(5).toNanos());
    assertThat(remembered.find(name)).isEmpty();
    assertThat(remembered.size()).isZero();
  }

  @Test
  void tellsCredentialsApartWhereverTheirPartsEnd() {
    assertThat(remembered.nameOf("ab", "c")).isNotEqualTo(remembered.nameOf("a", "bc"));
    assertThat(remembered.nameOf("a:1", "c")).isNotEqualTo(remembered.nameOf("a", "1:c"));
    assertThat(remembered.nameOf("ab", "c")).isEqualTo(remembered.nameOf("ab", "c"));
  }

  @Test
  void namesAreAnotherProcessesNoUse() {
    Remembered other = new Remembered(Duration.ofMinutes(5), clock::get);

    assertThat(remembered.nameOf("a", "b"))
        .isNotEqualTo(other.nameOf("a", "b"))
        .doesNotContain("b:");
  }

  @Test
  void forgetsTheOldestOfTooMany() {
    for (int i = 0; i <= Remembered.MOST; i++) {
      remembered.add("login " + i, "");
    }

    assertThat(remembered.size()).isEqualTo(Remembered.MOST);
    assertThat(remembered.find("login 0")).isEmpty();
    assertThat(remembered.find("login 1")).isPresent();
  }
}
