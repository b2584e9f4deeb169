package dev.sightline.multipart;

import static dev.sightline.multipart.CameraSample.DASHED;
import static dev.sightline.multipart.CameraSample.PLAIN;
import static dev.sightline.multipart.CameraSample.THUMBNAIL;
import static dev.sightline.multipart.Wire.jpeg;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartWriterTest {

  @Test
  void announcesTheBoundaryAsTheStrictestReadersWantIt() {
    assertThat(PartWriter.CONTENT_TYPE)
        .isEqualTo("multipart/x-mixed-replace; boundary=boundarydonotcross");
  }

  @Test
  void writesTheseBytes() {
    Buffer stream =
        PartWriter.preamble()
            .appendBuffer(part(1_234_567_890_123_456L, jpeg("one")))
            .appendBuffer(part(1_234_567_891_000_007L, jpeg("second")));
    assertThat(stream.toString(ISO_8859_1))
        .isEqualTo(
            """
            --boundarydonotcross
            Content-Type: image/jpeg
            Content-Length: 7
            X-Timestamp: 1234567890.123456

            \u00FF\u00D8one\u00FF\u00D9
            --boundarydonotcross
            Content-Type: image/jpeg
            Content-Length: 10
            X-Timestamp: 1234567891.000007

            \u00FF\u00D8second\u00FF\u00D9
            --boundarydonotcross
            """
                .replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @CsvSource({"0,0.000000", "1,0.000001", "999999,0.999999", "1000000,1.000000"})
  void writesTheCaptureTimeInSeconds(long micros, String seconds) {
    assertThat(part(micros, PLAIN).toString(ISO_8859_1))
        .contains("\r\nX-Timestamp: " + seconds + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 50, 1000})
  void isReadBackByTheParser(int chunkSize) {
    List<Buffer> bodies = new ArrayList<>();
    PartParser parser =
        new PartParser(
            Boundary.of(PartWriter.CONTENT_TYPE),
            PartLimits.DEFAULT,
            part -> {
              assertThat(part.header("X-Timestamp")).isEqualTo("5.000000");
              bodies.add(part.body());
            });
    Buffer stream = PartWriter.preamble();
    for (Buffer picture : List.of(PLAIN, DASHED, THUMBNAIL)) {
      stream.appendBuffer(part(5_000_000, picture));
    }
    for (int at = 0; at < stream.length(); at += chunkSize) {
      parser.handle(stream.slice(at, Math.min(stream.length(), at + chunkSize)));
    }
    assertThat(bodies).containsExactly(PLAIN, DASHED, THUMBNAIL);
    assertThat(parser.skippedBytes()).isZero();
    assertThat(parser.wrongLengths()).isZero();
  }

  private static Buffer part(long capturedAt, Buffer jpeg) {
    return PartWriter.header(capturedAt, jpeg.length())
        .appendBuffer(jpeg)
        .appendBuffer(PartWriter.trailer());
  }
}
