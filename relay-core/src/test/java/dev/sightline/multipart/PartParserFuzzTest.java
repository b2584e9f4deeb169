package dev.sightline.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds whatever a camera sends. An input is the response's {@code Content-Type}, a line feed,
 * and the bytes of the stream.
 */
@Timeout(10)
class PartParserFuzzTest {

  private static final PartLimits TIGHT = new PartLimits(256, 5000, 512);

  private static final Buffer PICTURE = SampleJpegs.frame(0, SampleJpegs.SMALLEST, Instant.EPOCH);

  /** Too many to be taken for one body, header or preamble within the tight limits. */
  private static final int PICTURES = 8;

  static Stream<byte[]> cameras() {
    return CameraSample.all()
        .map(camera -> new Wire().text(camera.contentType() + "\n").body(camera.stream()))
        .map(wire -> wire.bytes().getBytes());
  }

  @MethodSource("cameras")
  @FuzzTest
  void readsWhateverACameraSends(byte[] input) {
    String text = new String(input, ISO_8859_1);
    String contentType = text.lines().findFirst().orElse("");
    Buffer stream = Wire.latin(text.substring(Math.min(text.length(), contentType.length() + 1)));
    Boundary boundary = Boundary.of(contentType);
    findsTheSameHoweverItIsSplit(boundary, TIGHT, stream);
    findsTheSameHoweverItIsSplit(boundary, PartLimits.DEFAULT, stream);
    findsItsWayBackOrGivesUp(boundary, stream);
  }

  private static void findsTheSameHoweverItIsSplit(
      Boundary boundary, PartLimits limits, Buffer stream) {
    // The split reading comes first, since the first in all takes memory for classes too.
    ParserRun split = run(boundary, limits).feed(stream, new Random(stream.hashCode()));
    ParserRun whole = run(boundary, limits).feed(stream);
    assertThat(split.outcome()).isEqualTo(whole.outcome());
  }

  private static void findsItsWayBackOrGivesUp(Boundary boundary, Buffer stream) {
    String delimiter = "--" + (boundary.isKnown() ? boundary.token() : "frame");
    ParserRun run = run(boundary, TIGHT).feed(stream);
    Wire wire = new Wire().blank();
    Collections.nCopies(PICTURES, PICTURE).forEach(picture -> wire.part(delimiter, picture));
    run.feed(wire.bytes());
    if (!run.hasGivenUp()) {
      List<Buffer> last = run.bodies();
      assertThat(last.subList(Math.max(0, last.size() - 2), last.size()))
          .containsExactly(PICTURE, PICTURE);
    }
  }

  private static ParserRun run(Boundary boundary, PartLimits limits) {
    return new ParserRun(limits, receiver -> new PartParser(boundary, limits, receiver));
  }
}
