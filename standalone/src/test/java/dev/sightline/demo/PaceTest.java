package dev.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

  private static final long MILLISECOND = 1_000_000;
  private static final long START = -5_000 * MILLISECOND;

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 7.5, 12, 24, 30, 60})
  void keepsTheRateWithTimersOfWholeMilliseconds(double fps) {
    Pace pace = new Pace(fps, START);
    long now = START;
    int pictures = (int) (fps * 100);
    for (int i = 0; i < pictures; i++) {
      now += pace.millisToNext(now) * MILLISECOND;
    }
    assertThat((now - START) / MILLISECOND).isEqualTo(100_000);
  }

  @Test
  void skipsWhatIsPast() {
    Pace pace = new Pace(10, START);
    pace.millisToNext(START);

    assertThat(pace.millisToNext(START + 730 * MILLISECOND)).isEqualTo(70);
    assertThat(pace.millisToNext(START + 800 * MILLISECOND)).isEqualTo(100);
  }
}
