package dev.sightline.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {

  private final AtomicLong clock = new AtomicLong();
  private final FailedLogins failed = new FailedLogins(new Fingerprints(), clock::get);

  private void fail(String address, String user, int times) {
    for (int i = 0; i < times; i++) {
      failed.add(address, user);
    }
  }

  @Test
  void tenOfANameInAMinuteAreEnough() {
    fail("a", "anna", 9);
    assertThat(failed.waitFor("a", "anna")).isZero();

    fail("a", "anna", 1);

    assertThat(failed.waitFor("a", "anna")).isBetween(60L, 61L);
    clock.set(Duration.ofSeconds(50).toNanos());
    assertThat(failed.waitFor("a", "anna")).isBetween(10L, 11L);
    clock.set(Duration.ofSeconds(60).toNanos());
    assertThat(failed.waitFor("a", "anna")).isZero();
    assertThat(failed.size()).isZero();
  }

  @Test
  void neitherOthersOfTheAddressNorOtherAddressesWaitForThem() {
    fail("a", "anna", 50);

    assertThat(failed.waitFor("a", "bob")).isZero();
    assertThat(failed.waitFor("b", "anna")).isZero();
  }

  @Test
  void aHundredOfAnAddressInAMinuteAreEnough() {
    for (int i = 0; i < 99; i++) {
      failed.add("a", "user " + i);
    }
    assertThat(failed.waitFor("a", "anna")).isZero();

    failed.add("a", "user");

    assertThat(failed.waitFor("a", "anna")).isBetween(60L, 61L);
    assertThat(failed.waitFor("b", "anna")).isZero();
  }

  @Test
  void theMinuteBeginsWithTheFirst() {
    fail("a", "anna", 1);
    clock.set(Duration.ofSeconds(61).toNanos());
    fail("a", "anna", 9);

    assertThat(failed.waitFor("a", "anna")).isZero();
  }

  @Test
  void soManyAreCounted() {
    for (int i = 0; i < 10_100; i++) {
      failed.add("address " + i, "anna");
    }

    assertThat(failed.size()).isEqualTo(20_000);
  }
}
