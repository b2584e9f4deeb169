package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BitrateTest {

  @ParameterizedTest
  @CsvSource({
    "off, 0",
    "64kbit, 8000",
    "1500kbit, 187500",
    "2Mbit, 250000",
    "999Mbit, 124875000",
    "10Gbit, 1250000000"
  })
  void readsAndWritesWhatALineCarries(String text, long bytesPerSecond) {
    assertThat(Bitrate.parse(text).bytesPerSecond()).isEqualTo(bytesPerSecond);
    assertThat(Bitrate.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({"2000kbit, 2Mbit", "1000Mbit, 1Gbit", "001Mbit, 1Mbit"})
  void writesTheSameInOneWay(String text, String written) {
    assertThat(Bitrate.parse(text)).hasToString(written).isEqualTo(Bitrate.parse(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1500",
        "kbit",
        "",
        "-1Mbit",
        "1.5Mbit",
        "2 Mbit",
        "2mbit",
        "2MB",
        "250kB",
        "2Mbit/s",
        "0",
        "OFF",
        "9999999999kbit"
      })
  void refusesWhatHasNoUnitOfALine(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bitrate.parse(text))
        .withMessage(
            "must be 'off' or a rate with its unit (kbit, Mbit, Gbit a second) such as 1500kbit or"
                + " 2Mbit, not '%s'",
            text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0kbit", "63kbit", "11Gbit", "999999999Gbit"})
  void refusesWhatNoPicturesFitAndWhatNoLineCarries(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bitrate.parse(text))
        .withMessage("must be from 64kbit to 10Gbit, not '%s'", text);
  }
}
