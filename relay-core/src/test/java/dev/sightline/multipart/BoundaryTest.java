package dev.sightline.multipart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundaryTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "multipart/x-mixed-replace; boundary=frame          | frame",
        "multipart/x-mixed-replace;boundary=--frame         | frame",
        "multipart/x-mixed-replace; BOUNDARY = frame        | frame",
        "multipart/x-mixed-replace;boundary=\"frame\"       | frame",
        "multipart/x-mixed-replace;boundary='--frame'       | frame",
        "multipart/x-mixed-replace;boundary=\"a;b\";x=y     | a;b",
        "multipart/x-mixed-replace;boundary=\"frame         | frame",
        "multipart/x-mixed-replace;boundary=frame; charset=x| frame",
        "multipart/mixed;charset=x;boundary=frame           | frame",
        "multipart/x-mixed-replace boundary=frame           | frame",
        "multipart/x-mixed-replace;boundary=--video boundary-- | video boundary",
        "multipart/x-mixed-replace;boundary=\"---live---\"  | live",
        "multipart/x-mixed-replace;boundary=a--b            | a--b",
      })
  void readsTheTokenWithoutWhatSurroundsIt(String contentType, String token) {
    assertThat(Boundary.of(contentType)).isEqualTo(new Boundary(token));
    assertThat(Boundary.of(contentType).token()).isEqualTo(token);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "multipart/x-mixed-replace",
        "multipart/x-mixed-replace; boundary=",
        "multipart/x-mixed-replace; boundary=\"\"",
        "multipart/x-mixed-replace; boundary=----",
        "multipart/x-mixed-replace; noboundary=frame",
      })
  void isUnknownWithoutAToken(String contentType) {
    assertThat(Boundary.of(contentType)).isEqualTo(Boundary.UNKNOWN);
    assertThat(Boundary.of(contentType).isKnown()).isFalse();
  }

  @Test
  void doesNotBelieveAnEndlessToken() {
    assertThat(new Boundary("x".repeat(200)).isKnown()).isTrue();
    assertThat(new Boundary("x".repeat(201)).isKnown()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--frame", "frame", "----frame", "--frame--", "--frame -- ", "--frame\r"})
  void recognisesADelimiterLine(String line) {
    assertThat(new Boundary("frame").delimiterIn(line)).hasValue("");
  }

  @Test
  void givesTheHeaderThatFollowsOnTheSameLine() {
    assertThat(new Boundary("frame").delimiterIn("--framecontent-type: image/jpeg"))
        .hasValue("content-type: image/jpeg");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "--", "--fram", "--Frame", "--framework", "x--frame", "--frame Content"})
  void recognisesNothingElse(String line) {
    assertThat(new Boundary("frame").delimiterIn(line)).isEmpty();
    assertThat(Boundary.UNKNOWN.delimiterIn(line)).isEmpty();
  }
}
