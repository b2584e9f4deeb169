package dev.sightline.multipart;

import static dev.sightline.multipart.Wire.latin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.sightline.jpeg.JpegVerdict;
import dev.sightline.testkit.cameras.SamplePicture;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamParserTest {

  private static final PartLimits LIMITS = new PartLimits(512, 8192, 2048);
  private static final String MULTIPART = "multipart/x-mixed-replace; boundary=frame";
  private static final Buffer ONE = SamplePicture.named("picture 1");
  private static final Buffer TWO = SamplePicture.named("progressive 2");

  private final List<Part> parts = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "Text/Plain; charset=utf-8",
        "application/json",
        "application/problem+json;charset=utf-8",
        "application/xml",
        "application/javascript",
        "audio/basic"
      })
  void expectsNoPicturesInTextAndSound(String type) {
    assertThat(StreamParser.of(type, LIMITS, parts::add)).isEmpty();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"application/octet-stream", "video/x-motion-jpeg", "nonsense", MULTIPART})
  void decidesByTheFirstBytes(String type) {
    StreamParser parser = parser(type);
    assertThat(parser.format()).isEqualTo(StreamFormat.UNDECIDED);
    parser.handle(ONE);
    assertThat(parser.format()).isEqualTo(StreamFormat.JPEGS);
    assertThat(bodies()).containsExactly(ONE);
  }

  @Test
  void takesTheTypeOfASinglePictureAtItsWord() {
    assertThat(parser(" IMAGE/jpeg; size=1").format()).isEqualTo(StreamFormat.JPEGS);
  }

  @Test
  void tellsTheDelimiterAsItIsOnTheWire() {
    StreamParser parser = parser("multipart/x-mixed-replace; boundary=\"--announced\"");
    assertThat(parser.delimiter()).isEmpty();
    parser.handle(new Wire().part("----used--", ONE).bytes());
    assertThat(parser.delimiter()).contains("----used--");
    assertThat(parser.quirks())
        .containsExactly(
            StreamQuirk.QUOTED_BOUNDARY, StreamQuirk.DASHED_BOUNDARY, StreamQuirk.OTHER_BOUNDARY);
  }

  @Test
  void takesTheLastDashesForTheEndOfTheStream() {
    StreamParser parser = parser(MULTIPART);
    parser.handle(new Wire().part("--frame", ONE).line("--frame--").bytes());
    assertThat(parser.quirks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "\r\n--frame", "\r\n--frame--", "--frame--\r\n"})
  void endsTheLastPictureWithTheBody(String tail) {
    Buffer strange = latin("\u00FF\u00D8 strange in the middle \u00FF\u00D9");
    StreamParser parser = parser(MULTIPART);
    parser.handle(new Wire().line("--frame").line("Content-Type: image/jpeg").blank().bytes());
    parser.handle(strange);
    parser.handle(latin(tail));
    parser.end();
    parser.handle(new Wire().part("--frame", ONE).bytes());
    assertThat(parts).hasSize(1);
    assertThat(parts.get(0).verdict()).isEqualTo(JpegVerdict.WHOLE);
  }

  @Test
  void endsAStrangePictureWithTheBody() {
    Buffer strange = latin("\u00FF\u00D8\u00FF strange in the middle \u00FF\u00D9");
    StreamParser parser = parser("image/jpeg");
    parser.handle(strange);
    assertThat(parts).isEmpty();
    parser.end();
    assertThat(bodies()).containsExactly(strange);
  }

  @Test
  void goesOnWithTheNextPictureAfterOneThatIsCutShort() {
    StreamParser parser = parser("image/jpeg");
    parser.handle(ONE.slice(0, ONE.length() - 90).copy().appendBuffer(TWO));
    assertThat(parts)
        .extracting(Part::verdict)
        .containsExactly(JpegVerdict.TRUNCATED, JpegVerdict.WHOLE);
    assertThat(parts.get(1).body()).isEqualTo(TWO);
    assertThat(parser.quirks()).containsExactly(StreamQuirk.CUT_PICTURES);
  }

  @Test
  void handsAPictureWithoutLengthOverWithItsLastByte() {
    StreamParser parser = parser(MULTIPART);
    parser.handle(new Wire().line("--frame").line("Content-Type: image/jpeg").blank().bytes());
    parser.handle(TWO.slice(0, TWO.length() - 1));
    assertThat(parts).isEmpty();
    parser.handle(TWO.slice(TWO.length() - 1, TWO.length()));
    assertThat(bodies()).containsExactly(TWO);
  }

  @ParameterizedTest
  @CsvSource({
    "--frame\\r\\nContent-Type: image/jpeg\\r\\n\\r\\n",
    "--frame\\nX-Timestamp: 5\\n\\n",
    "--frame--\\r\\nContent-Type: image/jpeg\\r\\n\\r\\n",
    "--frame\\r\\n\\r\\n",
    "--frameContent-Type: image/jpeg\\r\\n\\r\\n"
  })
  void endsHalfAPictureAtADelimiterInTheMiddleOfALine(String delimiter) {
    String wire = delimiter.replace("\\r", "\r").replace("\\n", "\n");
    Buffer stream =
        new Wire()
            .text("--frame\r\nContent-Type: image/jpeg\r\n\r\n")
            .body(ONE.slice(0, 900))
            .text(wire)
            .body(ONE)
            .text(wire)
            .body(TWO)
            .bytes();
    for (int split = 0; split <= stream.length(); split++) {
      parts.clear();
      StreamParser parser = parser(MULTIPART);
      parser.handle(stream.slice(0, split));
      parser.handle(stream.slice(split, stream.length()));
      assertThat(bodies()).as("split at %d", split).containsExactly(ONE.slice(0, 900), ONE, TWO);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = StreamFormat.class,
      names = {"UNDECIDED"},
      mode = EnumSource.Mode.EXCLUDE)
  void givesUpAPictureThatIsTooLong(StreamFormat format) {
    StreamParser parser = parser("application/octet-stream");
    Buffer begun = latin("\u00FF\u00D8\u00FF\u00DA\0\2").appendBytes(new byte[3000]);
    Buffer endless =
        switch (format) {
          case MULTIPART -> latin("--x\r\nContent-Type: image/jpeg\r\n\r\n").appendBuffer(begun);
          case MJPG_BLOCKS -> block(100_000_000, 1000);
          default -> begun;
        };
    endless.appendBytes(new byte[100_000]);
    assertThatExceptionOfType(MalformedPartException.class)
        .isThrownBy(() -> parser.handle(endless))
        .withMessageMatching("(a picture|the body of a part) is longer than 8192 bytes.*");
    assertThat(parser.format()).isEqualTo(format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/octet-stream", "image/jpeg", MULTIPART})
  void givesUpNoise(String type) {
    StreamParser parser = parser(type);
    assertThatExceptionOfType(MalformedPartException.class)
        .isThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                parser.handle(latin("noise\n".repeat(20)));
              }
            });
    parser.handle(ONE);
    parser.end();
    assertThat(parts).isEmpty();
  }

  @Test
  void skipsNoiseBetweenBlocks() {
    StreamParser parser = parser("application/octet-stream");
    Buffer block = block(ONE.length(), ONE.length()).appendBuffer(ONE);
    parser.handle(block.copy().appendBuffer(latin("some MJPG noise")).appendBuffer(block));
    assertThat(bodies()).containsExactly(ONE, ONE);
    assertThat(parser.quirks()).containsExactly(StreamQuirk.NOISE);
  }

  @Test
  void cutsWhatFollowsAPictureWithinItsBlock() {
    StreamParser parser = parser("application/octet-stream");
    Buffer padded = ONE.copy().appendBytes(new byte[] {1, 2, 3, 4});
    parser.handle(block(padded.length(), padded.length()).appendBuffer(padded));
    assertThat(bodies()).containsExactly(ONE);
  }

  @Test
  void readsNothingManyTimesThatPretendsToBeManyPictures() {
    // Each would be copied as far as its first segment reaches, if that were believed.
    Wire wire = new Wire();
    for (int i = 0; i < 5_000; i++) {
      wire.text("--frame\r\nX: 1\r\n\r\n\u00FF\u00D8\u00FF\u00FE\u00FF\u00FF 12345678 \r\n");
    }
    PartLimits roomy = new PartLimits(512, 1 << 22, 1 << 16);
    StreamParser parser = StreamParser.of(MULTIPART, roomy, parts::add).orElseThrow();
    long before = allocatedBytes();
    parser.handle(wire.bytes());
    assertThat(parts).hasSizeGreaterThan(3_000);
    assertThat((allocatedBytes() - before) / parts.size()).isLessThan(30_000);
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/jpeg", "application/octet-stream", MULTIPART})
  void findsTheSamePartsHoweverABrokenStreamIsSplit(String type) {
    Buffer sound =
        MULTIPART.equals(type)
            ? new Wire()
                .line("--frame")
                .blank()
                .body(ONE)
                .text("--frame\r\nContent-Type: image/jpeg\r\n\r\n")
                .body(TWO)
                .blank()
                .part("--frame", ONE)
                .bytes()
            : ONE.copy().appendBuffer(TWO).appendBuffer(ONE);
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Buffer broken = sound.copy();
      for (int i = 0; i < 6; i++) {
        broken.setByte(random.nextInt(broken.length()), (byte) (random.nextInt(3) - 1));
      }
      List<Part> whole = outcome(type, broken, broken.length());
      assertThat(outcome(type, broken, 1 + random.nextInt(900)))
          .as("seed %d", seed)
          .isEqualTo(whole);
    }
  }

  private List<Part> outcome(String type, Buffer stream, int chunkSize) {
    parts.clear();
    StreamParser parser = parser(type);
    try {
      for (int at = 0; at < stream.length(); at += chunkSize) {
        parser.handle(stream.slice(at, Math.min(stream.length(), at + chunkSize)));
      }
      parser.end();
    } catch (MalformedPartException e) {
      parts.add(new Part(List.of("Failure: " + e.getMessage()), Buffer.buffer()));
    }
    return List.copyOf(parts);
  }

  private static Buffer block(int frameSize, int sliceSize) {
    return latin("MJPG")
        .appendUnsignedIntLE(frameSize)
        .appendUnsignedIntLE(0)
        .appendUnsignedIntLE(sliceSize)
        .appendUnsignedShortLE(sliceSize)
        .appendUnsignedIntLE(0)
        .appendByte((byte) 1)
        .appendBytes(new byte[25]);
  }

  private StreamParser parser(String type) {
    return StreamParser.of(type, LIMITS, parts::add).orElseThrow();
  }

  private List<Buffer> bodies() {
    return parts.stream().map(Part::body).toList();
  }
}
