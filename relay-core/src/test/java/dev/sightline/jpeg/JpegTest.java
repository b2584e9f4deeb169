package dev.sightline.jpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegTest {

  private static final String WHOLE = "\u00FF\u00D8x\u00FF\u00D9";

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "\0\0\0", " \n\0"})
  void allowsPaddingBehindTheEnd(String padding) {
    assertThat(judge(WHOLE + padding)).isEqualTo(JpegVerdict.WHOLE);
  }

  @Test
  void allowsOnlySoMuchPadding() {
    assertThat(judge(WHOLE + "\0".repeat(64))).isEqualTo(JpegVerdict.WHOLE);
    assertThat(judge(WHOLE + "\0".repeat(65))).isEqualTo(JpegVerdict.TRUNCATED);
  }

  @Test
  void tellsThatThereIsNothing() {
    assertThat(judge("")).isEqualTo(JpegVerdict.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00FF",
        "\u00FF\u00D9",
        "no beginning \u00FF\u00D9",
        "\r\n\u00FF\u00D8 begins late \u00FF\u00D9"
      })
  void tellsThatTheBeginningIsMissing(String body) {
    assertThat(judge(body)).isEqualTo(JpegVerdict.NOT_A_JPEG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00FF\u00D8",
        "\u00FF\u00D8\u00D9",
        "\u00FF\u00D8\u00FF",
        "\u00FF\u00D8 no end",
        "\u00FF\u00D8 more behind \u00FF\u00D9--",
        "\u00FF\u00D8\r\n\r\n\r\n",
      })
  void tellsThatTheEndIsMissing(String body) {
    assertThat(judge(body)).isEqualTo(JpegVerdict.TRUNCATED);
  }

  @ParameterizedTest
  @CsvSource({"5,true", "4,false", "1,false", "0,false"})
  void findsTheEndRightBeforeAPlace(int end, boolean expected) {
    assertThat(Jpeg.endsBefore(latin(WHOLE + "x"), end)).isEqualTo(expected);
  }

  private static JpegVerdict judge(String body) {
    return Jpeg.judge(latin(body));
  }

  private static Buffer latin(String text) {
    return Buffer.buffer(text.getBytes(ISO_8859_1));
  }
}
