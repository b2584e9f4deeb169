package dev.sightline.ts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TsTimeTest {

  private static final long ALL = 1L << 33;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 0x7FFF, 0x8000, 0x123456789L, ALL - 1})
  void readsWhatItWrites(long time) {
    byte[] bytes = {0x31, 0, 0, 0, 0};

    TsTime.write(bytes, 0, time);

    assertThat(TsTime.read(bytes, 0)).isEqualTo(time);
    assertThat(bytes[0] & 0xF1).isEqualTo(0x31);
    assertThat(bytes[2] & bytes[4] & 1).isEqualTo(1);
  }

  @Test
  void readsATimeAsTheStandardWritesIt() {
    byte[] oneSecond = {0x21, 0x00, 0x05, (byte) 0xBF, 0x21};

    assertThat(TsTime.read(oneSecond, 0)).isEqualTo(90_000);
  }

  @Test
  void goesTheShorterWayRound() {
    assertThat(TsTime.since(ALL - 10, 5)).isEqualTo(15);
    assertThat(TsTime.since(5, ALL - 10)).isEqualTo(-15);
    assertThat(TsTime.plus(ALL - 10, 15)).isEqualTo(5);
    assertThat(TsTime.plus(5, -15)).isEqualTo(ALL - 10);
  }
}
