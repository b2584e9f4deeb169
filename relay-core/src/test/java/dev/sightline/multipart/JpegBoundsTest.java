package dev.sightline.multipart;

import static dev.sightline.multipart.Wire.jpeg;
import static dev.sightline.multipart.Wire.latin;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegBoundsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "\0\0\0", " \n\0"})
  void allowsPaddingBehindTheEnd(String padding) {
    assertThat(JpegBounds.hold(jpeg("x").appendBuffer(latin(padding)))).isTrue();
  }

  @Test
  void allowsOnlySoMuchPadding() {
    assertThat(JpegBounds.hold(jpeg("x").appendBuffer(latin("\0".repeat(64))))).isTrue();
    assertThat(JpegBounds.hold(jpeg("x").appendBuffer(latin("\0".repeat(65))))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u00FF\u00D8",
        "\u00FF\u00D8\u00D9",
        "\u00FF\u00D8 no end",
        "no beginning \u00FF\u00D9",
        "\r\n\u00FF\u00D8 begins late \u00FF\u00D9",
        "\u00FF\u00D8 more behind \u00FF\u00D9--",
        "\u00FF\u00D8\r\n\r\n\r\n",
      })
  void holdsNothingElse(String body) {
    assertThat(JpegBounds.hold(latin(body))).isFalse();
  }
}
