package dev.sightline.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sightline.testkit.cameras.RecordedCameras;
import io.vertx.core.buffer.Buffer;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for a body of any format. An input is the response's {@code Content-Type}, a line
 * feed, and the bytes of the body.
 */
@Timeout(10)
class StreamParserFuzzTest {

  private static final PartLimits TIGHT = new PartLimits(256, 5000, 512);

  static Stream<byte[]> cameras() {
    return RecordedCameras.all().stream()
        .map(
            camera ->
                new Wire()
                    .text(camera.header("Content-Type").orElse("") + "\n")
                    .body(camera.body()))
        .map(wire -> wire.bytes().getBytes());
  }

  @MethodSource("cameras")
  @FuzzTest
  void findsTheSameHoweverTheBodyIsSplit(byte[] input) {
    String text = new String(input, ISO_8859_1);
    String contentType = text.lines().findFirst().orElse("");
    Buffer body = Wire.latin(text.substring(Math.min(text.length(), contentType.length() + 1)));
    for (PartLimits limits : new PartLimits[] {TIGHT, PartLimits.DEFAULT}) {
      if (StreamParser.of(contentType, limits, part -> {}).isPresent()) {
        ParserRun split = run(contentType, limits).feed(body, new Random(body.hashCode()));
        ParserRun whole = run(contentType, limits).feed(body);
        assertThat(split.outcome()).isEqualTo(whole.outcome());
      }
    }
  }

  private static ParserRun run(String contentType, PartLimits limits) {
    return new ParserRun(
        limits, receiver -> StreamParser.of(contentType, limits, receiver).orElseThrow());
  }
}
