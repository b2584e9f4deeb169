package dev.sightline.multipart;

import static dev.sightline.multipart.Wire.latin;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailingHeaderTest {

  private static final String DATA = "\u00FF\u00D8 data";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\nContent-Type: image/jpeg\r\nX-Time: 5\r\n\r\n",
        "\ncontent-length:5\n\n",
        "\r\n--used\r\nX-Time: 5\r\n\r\n"
      })
  void beginsWithTheLineEndsBeforeTheHeader(String header) {
    assertThat(beginning(DATA + header)).isEqualTo(DATA.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n\r\n",
        "\r\nContent-Type: image/jpeg\r\n",
        "\r\nX-Time: 5\r\n\r\n",
        "Content-Type: image/jpeg\r\n\r\n",
        "\r\nContent-Type: image/jpeg\r\n\u00FF\r\n\r\n"
      })
  void isNoneWithoutAFieldThatOnlyPartsHave(String tail) {
    assertThat(beginning(DATA + tail)).isEqualTo(DATA.length() + tail.length());
  }

  @Test
  void looksAtTheLastHeaderOnly() {
    String first = DATA + "\r\nContent-Type: text/xml\r\n\r\n<status/>";
    assertThat(beginning(first + "\r\nContent-Type: image/jpeg\r\n\r\n")).isEqualTo(first.length());
  }

  private static int beginning(String body) {
    return TrailingHeader.beginning(latin(body), body.length(), 256);
  }
}
