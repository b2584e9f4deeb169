package dev.sightline.multipart;

import static dev.sightline.multipart.CameraSample.PLAIN;
import static dev.sightline.multipart.Wire.latin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartLimitsTest {

  private static final PartLimits LIMITS = new PartLimits(256, 1000, 300);

  private final List<Part> parts = new ArrayList<>();
  private final PartParser parser = new PartParser(new Boundary("frame"), LIMITS, parts::add);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4096, 100_000})
  void givesUpWhenNoPartBegins(int chunkSize) {
    assertGivesUp(
        latin("noise\r\n".repeat(50)),
        chunkSize,
        "no part begins within the first 300 bytes (from byte 0 of the stream)",
        0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4096, 100_000})
  void givesUpWhenNoPartFollows(int chunkSize) {
    Buffer first = new Wire().part("--frame", PLAIN).bytes();
    long end = first.length() - 2L;
    assertGivesUp(
        first.copy().appendBuffer(latin("x".repeat(1200))),
        chunkSize,
        "no part begins within 1000 bytes after a part (from byte " + end + " of the stream)",
        end);
    assertThat(parts).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4096, 100_000})
  void givesUpOnAnEndlessHeader(int chunkSize) {
    assertGivesUp(
        latin("--frame\r\n" + "X-Field: value\r\n".repeat(40)),
        chunkSize,
        "the header of a part is longer than 256 bytes (from byte 9 of the stream)",
        9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4096, 100_000})
  void givesUpOnAnEndlessHeaderLine(int chunkSize) {
    assertGivesUp(
        latin("--frame\r\nX-Field: " + "value".repeat(1000)),
        chunkSize,
        "the header of a part is longer than 256 bytes (from byte 9 of the stream)",
        9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4096, 100_000})
  void givesUpOnAnEndlessBody(int chunkSize) {
    assertGivesUp(
        latin("--frame\r\n\r\n\u00FF\u00D8" + "x".repeat(20_000)),
        chunkSize,
        "the body of a part is longer than 1000 bytes (from byte 11 of the stream)",
        11);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4096, 100_000})
  void givesUpOnABodyOneByteTooLong(int chunkSize) {
    assertGivesUp(
        latin("--frame\r\nX: y\r\n\r\n" + "x".repeat(1001) + "\r\n--frame\r\n"),
        chunkSize,
        "the body of a part is longer than 1000 bytes (from byte 17 of the stream)",
        17);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4096, 100_000})
  void readsABodyOfTheLongestSize(int chunkSize) {
    feed(latin("--frame\r\nX: y\r\n\r\n" + "x".repeat(1000) + "\r\n--frame\r\n"), chunkSize);
    assertThat(parts).singleElement().extracting(part -> part.body().length()).isEqualTo(1000);
  }

  @Test
  void endsABodyNowhereWithoutAnyDelimiterToLookFor() {
    PartParser unknown = new PartParser(Boundary.UNKNOWN, LIMITS, parts::add);
    Buffer stream = latin("Content-Type: image/jpeg\r\n\r\n" + "--x\r\n".repeat(300));
    assertThatThrownBy(() -> unknown.handle(stream))
        .isInstanceOf(MalformedPartException.class)
        .hasMessage("the body of a part is longer than 1000 bytes (from byte 28 of the stream)");
  }

  @Test
  void countsTheLimitBetweenPartsAnewAfterEach() {
    Buffer noise = latin("noise\r\n".repeat(100));
    for (int i = 0; i < 5; i++) {
      parser.handle(new Wire().part("--frame", PLAIN).body(noise).bytes());
    }
    assertThat(parts).hasSize(5);
  }

  @Test
  void refusesLimitsThatMakeNoSense() {
    assertThatThrownBy(() -> new PartLimits(255, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a limit of 255 header bytes is too low; the least is 256");
    assertThatThrownBy(() -> new PartLimits(256, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limits of 0 body bytes and 1 preamble bytes must both be above zero");
  }

  private void assertGivesUp(Buffer stream, int chunkSize, String message, long offset) {
    assertThatThrownBy(() -> feed(stream, chunkSize))
        .isInstanceOfSatisfying(
            MalformedPartException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessage(message);
    int before = parts.size();
    assertThatCode(() -> parser.handle(new Wire().part("--frame", PLAIN).bytes()))
        .doesNotThrowAnyException();
    assertThat(parts).hasSize(before);
  }

  private void feed(Buffer stream, int chunkSize) {
    for (int at = 0; at < stream.length(); at += chunkSize) {
      parser.handle(stream.slice(at, Math.min(stream.length(), at + chunkSize)));
    }
  }
}
