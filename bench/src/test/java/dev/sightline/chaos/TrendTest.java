package dev.sightline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.chaos.Reading.Quantity;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrendTest {

  @Test
  void whatRisesSteadilyRisesByItsDifference() {
    assertThat(rise(100, 110, 120, 130)).isEqualTo(30);
  }

  @Test
  void whatGoesUpAndDownDoesNotRise() {
    assertThat(rise(100, 140, 100, 140, 100)).isZero();
  }

  @Test
  void oneReadingHasNoTrend() {
    assertThat(rise(100)).isZero();
  }

  private static long rise(long... values) {
    List<Reading> readings =
        LongStream.range(0, values.length)
            .mapToObj(i -> new Reading(5 * i, "edge-1", new long[] {values[(int) i], 0, 0, 0}))
            .toList();
    return Trend.of(readings, Quantity.RSS).rise();
  }
}
