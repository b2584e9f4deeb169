package dev.sightline.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoOptionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 | 12 | 960 | 540 | 0.75 | port must be from 0 to 65535, but is -1",
        "0 | 0.05 | 960 | 540 | 0.75 | fps must be from 0.1 to 60, but is 0.05",
        "0 | NaN | 960 | 540 | 0.75 | fps must be from 0.1 to 60, but is NaN",
        "0 | 12 | 63 | 540 | 0.75 | width must be from 64 to 3840, but is 63",
        "0 | 12 | 960 | 2161 | 0.75 | height must be from 48 to 2160, but is 2161",
        "0 | 12 | 960 | 540 | 1.1 | quality must be from 0.1 to 1, but is 1.1",
      })
  void refusesWithASentence(
      int port, double fps, int width, int height, double quality, String end) {
    assertThatThrownBy(() -> new DemoOptions("127.0.0.1", port, fps, width, height, quality))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the demo camera's " + end);
  }

  @Test
  void refusesAnEmptyHost() {
    assertThatThrownBy(() -> DemoOptions.at(" ", 0)).hasMessageContaining("host");
  }

  @Test
  void acceptsTheLimits() {
    assertThatCode(
            () -> {
              new DemoOptions("::1", 65_535, 0.1, 64, 48, 0.1);
              new DemoOptions("::1", 0, 60, 3840, 2160, 1);
            })
        .doesNotThrowAnyException();
  }
}
