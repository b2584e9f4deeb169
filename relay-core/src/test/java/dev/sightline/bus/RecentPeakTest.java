package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentPeakTest {

  private final RecentPeak peak = new RecentPeak(3);

  @Test
  void isTheLargestValueSeen() {
    assertThat(peak.value()).isZero();
    peak.see(5);
    peak.see(9);
    peak.see(7);
    assertThat(peak.value()).isEqualTo(9);
  }

  @Test
  void lastsThroughThePeriodAfterItsOwn() {
    pass(2);
    peak.see(9);
    pass(1 + 2);
    peak.see(4);
    assertThat(peak.value()).isEqualTo(9);
  }

  @Test
  void isForgottenAfterThat() {
    peak.see(9);
    pass(3);
    peak.see(4);
    pass(3);
    assertThat(peak.value()).isEqualTo(4);
    pass(3);
    assertThat(peak.value()).isZero();
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      peak.everySecond();
    }
  }
}
