package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "0s, 0",
    "200ms, 200",
    "10s, 10000",
    "2m, 120000",
    "1h, 3600000",
    "90s, 90000",
    "24h, 86400000"
  })
  void readsAndWritesDurations(String text, long millis) {
    assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
    assertThat(DurationText.format(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "512B, 512",
    "64KiB, 65536",
    "4MiB, 4194304",
    "1GiB, 1073741824",
    "0B, 0",
    "1025B, 1025"
  })
  void readsAndWritesSizes(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    assertThat(ByteSize.format(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "s", "", "-1s", "1.5s", "10 s", "10S", "1w", "9999999999s"})
  void refusesADurationWithoutItsUnit(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DurationText.parse(text))
        .withMessage(
            "must be a duration with its unit (ms, s, m, h, d) such as 200ms, 10s or 2m, not '%s'",
            text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "MiB", "", "-1B", "1.5MiB", "4MB", "4mib", "9999999999B"})
  void refusesASizeWithoutItsUnit(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ByteSize.parse(text))
        .withMessage(
            "must be a size with its unit (B, KiB, MiB, GiB) such as 64KiB or 8MiB, not '%s'",
            text);
  }
}
