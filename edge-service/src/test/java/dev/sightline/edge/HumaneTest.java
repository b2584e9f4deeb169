package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumaneTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0 B",
        "999|999 B",
        "1000|1.0 kB",
        "9949|9.9 kB",
        "9960|10 kB",
        "999499|999 kB",
        "999500|1.0 MB",
        "1234567890|1.2 GB",
        "9000000000000000000|9.0 EB",
      })
  void givesBytesTheUnitThatFits(long bytes, String words) {
    assertThat(Humane.bytes(bytes)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"0,0 bit/s", "0.4,0 bit/s", "3200000,3.2 Mbit/s", "999999,1.0 Mbit/s"})
  void tellsBitsASecond(double bits, String words) {
    assertThat(Humane.bits(bits)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"0,0.0000 Mb/s", "1,0.0000 Mb/s", "50,0.0001 Mb/s", "12345678,12.3457 Mb/s"})
  void tellsMegabitsAsMjpegRelayDoes(double bits, String words) {
    assertThat(Humane.megabits(bits)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 s",
    "-1,0 s",
    "59,59 s",
    "60,1 min",
    "3599,59 min",
    "3600,1 h 0 min",
    "7380,2 h 3 min",
    "86399,23 h 59 min",
    "86400,1 d 0 h",
    "350000,4 d 1 h"
  })
  void tellsTimeInTheTwoLargestUnits(long seconds, String words) {
    assertThat(Humane.span(Duration.ofSeconds(seconds))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 ms",
    "999,999 ms",
    "1000,1.0 s",
    "3290,3.2 s",
    "59999,59.9 s",
    "60000,1 min",
    "7380000,2 h 3 min"
  })
  void tellsHowOldAPictureIs(long millis, String words) {
    assertThat(Humane.age(millis)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "999|999", "1234567|1,234,567"})
  void separatesThousands(long value, String words) {
    assertThat(Humane.count(value)).isEqualTo(words);
  }
}
