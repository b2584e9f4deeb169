package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RateWindowTest {

  private static final long SECOND = 1_000_000;
  private static final Offset<Double> EXACTLY = within(1e-9);

  private final RateWindow window = new RateWindow();

  @Test
  void knowsNothingOfOneSample() {
    assertThat(window.framesPerSecond()).isZero();

    window.add(SECOND, 100, 1_000);

    assertThat(window.framesPerSecond()).isZero();
    assertThat(window.bitsPerSecond()).isZero();
  }

  @Test
  void tellsHowFastTheCountersGrow() {
    window.add(0, 100, 1_000);
    window.add(2 * SECOND, 125, 3_500);

    assertThat(window.framesPerSecond()).isEqualTo(12.5, EXACTLY);
    assertThat(window.bitsPerSecond()).isEqualTo(10_000, EXACTLY);
  }

  @Test
  void forgetsWhatIsLongAgo() {
    window.add(0, 0, 0);
    window.add(SECOND, 1_000, 1_000_000);
    for (int second = 2; second <= 5; second++) {
      window.add(second * SECOND, 1_000, 1_000_000);
    }
    assertThat(window.framesPerSecond()).isEqualTo(200, EXACTLY);

    window.add(6 * SECOND, 1_000, 1_000_000);

    assertThat(window.framesPerSecond()).isZero();
  }

  @Test
  void beginsAnewWhenTheCountersDo() {
    window.add(0, 1_000, 1_000_000);
    window.add(SECOND, 3, 3_000);
    assertThat(window.framesPerSecond()).isZero();

    window.add(2 * SECOND, 13, 13_000);

    assertThat(window.framesPerSecond()).isEqualTo(10, EXACTLY);
    assertThat(window.bitsPerSecond()).isEqualTo(80_000, EXACTLY);
  }

  @Test
  void beginsAnewWhenTheClockIsSetBack() {
    window.add(100 * SECOND, 0, 0);
    window.add(SECOND, 10, 10);
    window.add(2 * SECOND, 20, 20);

    assertThat(window.framesPerSecond()).isEqualTo(10, EXACTLY);
  }
}
