package dev.sightline.multipart;

import static dev.sightline.multipart.CameraSample.DASHED;
import static dev.sightline.multipart.CameraSample.PLAIN;
import static dev.sightline.multipart.Wire.jpeg;
import static dev.sightline.multipart.Wire.latin;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sightline.jpeg.JpegVerdict;
import dev.sightline.testkit.SampleJpegs;
import dev.sightline.testkit.cameras.SamplePicture;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartParserTest {

  private static final PartLimits LIMITS = new PartLimits(512, 4096, 512);

  private final List<Part> parts = new ArrayList<>();
  private final PartParser parser = parser("multipart/x-mixed-replace; boundary=frame");

  @ParameterizedTest
  @MethodSource("dev.sightline.multipart.CameraSample#all")
  void findsThePicturesInOneChunk(CameraSample sample) {
    assertThat(bodies(sample, sample.stream().length())).isEqualTo(sample.bodies());
  }

  @ParameterizedTest
  @MethodSource("dev.sightline.multipart.CameraSample#all")
  void findsThePicturesWhereverTheStreamIsSplit(CameraSample sample) {
    Buffer stream = sample.stream();
    for (int split = 0; split <= stream.length(); split++) {
      parts.clear();
      PartParser fed = parser(sample.contentType());
      fed.handle(stream.slice(0, split));
      fed.handle(stream.slice(split, stream.length()));
      assertThat(bodies()).as("split at %d", split).isEqualTo(sample.bodies());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sightline.multipart.CameraSample#all")
  void findsThePicturesByteByByte(CameraSample sample) {
    assertThat(bodies(sample, 1)).isEqualTo(sample.bodies());
  }

  @ParameterizedTest
  @MethodSource("dev.sightline.multipart.CameraSample#all")
  void findsThePicturesInChunksOfAnySize(CameraSample sample) {
    for (int seed = 0; seed < 50; seed++) {
      parts.clear();
      feedAtRandom(parser(sample.contentType()), sample.stream(), new Random(seed));
      assertThat(bodies()).as("seed %d", seed).isEqualTo(sample.bodies());
    }
  }

  @Test
  void handsAPictureOverWithTheLastByteOfItsBody() {
    Buffer head =
        new Wire().line("--frame").line("Content-Length: " + DASHED.length()).blank().bytes();
    parser.handle(head);
    parser.handle(DASHED.slice(0, DASHED.length() - 1));
    assertThat(parts).isEmpty();
    parser.handle(DASHED.slice(DASHED.length() - 1, DASHED.length()));
    assertThat(bodies()).containsExactly(DASHED);
  }

  @Test
  void handsAPictureWithoutAScanOverWithTheLastByteOfItsBody() {
    parser.handle(new Wire().line("--frame").line("Content-Length: 4").blank().bytes());
    parser.handle(jpeg(""));
    assertThat(bodies()).containsExactly(jpeg(""));
  }

  @Test
  void handsAPictureWithoutLengthOverWithTheNextDelimiter() {
    parser.handle(new Wire().line("--frame").line("Content-Type: image/jpeg").blank().bytes());
    parser.handle(PLAIN);
    parser.handle(latin("\r\n--frame\r"));
    assertThat(parts).isEmpty();
    parser.handle(latin("\n"));
    assertThat(bodies()).containsExactly(PLAIN);
  }

  @Test
  void endsAPictureWithoutLengthOnlyAtALineOfItsOwn() {
    Buffer picture =
        jpeg(
            "x--frame\r\n --frame--\r\n\r\n--frame2\r\n\r\n--frames\r\n\n--frame" + "-".repeat(33));
    parser.handle(
        new Wire()
            .line("--frame")
            .line("Content-Type: image/jpeg")
            .blank()
            .body(picture)
            .blank()
            .line("--frame")
            .bytes());
    assertThat(bodies()).containsExactly(picture);
  }

  @Test
  void handsOverWhatIsNoPictureButSaysSo() {
    parser.handle(
        new Wire()
            .part("--frame", latin("some text"))
            .part("--frame", jpeg("cut").slice(0, 4))
            .part("--frame", PLAIN)
            .bytes());
    assertThat(parts)
        .extracting(Part::verdict)
        .containsExactly(JpegVerdict.NOT_A_JPEG, JpegVerdict.TRUNCATED, JpegVerdict.WHOLE);
  }

  @Test
  void looksHeaderFieldsUpInAnyCase() {
    parser.handle(
        new Wire()
            .line("--frame")
            .line("content-TYPE:image/jpeg")
            .line("X-Timestamp:  12.5 ")
            .line("X-Timestamp: 13.5")
            .line("a line without any meaning")
            .line("Content-Length: " + PLAIN.length())
            .blank()
            .body(PLAIN)
            .bytes());
    Part part = parts.get(0);
    assertThat(part.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(part.header("x-timestamp")).isEqualTo("12.5");
    assertThat(part.header("X-Absent")).isNull();
    assertThat(part.headers()).hasSize(3).isUnmodifiable();
  }

  @Test
  void losesNoFieldBehindADelimiterThatIsGluedToNoise() {
    parser.handle(
        new Wire()
            .line("\u00FF\u00D8 lost \u00FF\u00D9--frame")
            .line("X-Timestamp: 5")
            .line("Content-Length: " + PLAIN.length())
            .blank()
            .body(PLAIN)
            .bytes());
    assertThat(parts).extracting(part -> part.header("X-Timestamp")).containsExactly("5");
  }

  @Test
  void keepsNoHoldOnTheChunk() {
    Buffer chunk = new Wire().part("--frame", PLAIN).bytes();
    parser.handle(chunk);
    for (int i = 0; i < chunk.length(); i++) {
      chunk.setByte(i, (byte) 0);
    }
    assertThat(bodies()).containsExactly(PLAIN);
  }

  @Test
  void takesMemoryForAnAnnouncedLengthOnlyAsBytesCome() {
    List<PartParser> fed = new ArrayList<>();
    long before = allocatedBytes();
    for (int i = 0; i < 10; i++) {
      PartParser roomy = new PartParser(new Boundary("frame"), PartLimits.DEFAULT, parts::add);
      roomy.handle(new Wire().line("--frame").line("Content-Length: 16000000").blank().bytes());
      roomy.handle(PLAIN);
      fed.add(roomy);
    }
    assertThat(allocatedBytes() - before).isLessThan(10 * 2_000_000L);
    assertThat(fed).allMatch(roomy -> roomy.parts() == 0);
  }

  @Test
  void findsAPictureThatOutgrowsTheRoomItWasGiven() {
    Buffer huge = jpeg("large ".repeat(500_000));
    PartParser roomy = new PartParser(new Boundary("frame"), PartLimits.DEFAULT, parts::add);
    feed(roomy, new Wire().part("--frame", huge).part("--frame", huge).bytes(), 65_536);
    assertThat(bodies()).containsExactly(huge, huge);
    assertThat(parts).allMatch(part -> memoryHeldBy(part.body()) == huge.length());
  }

  @Test
  void keepsLittleSpareMemoryAliveWithAPictureWithoutLength() {
    PartParser roomy = new PartParser(new Boundary("frame"), PartLimits.DEFAULT, parts::add);
    Wire wire = new Wire();
    for (int length : new int[] {100_000, 100_500, 99_000, 20_000, 500, 70_000, 70_000, 140_000}) {
      wire.line("--frame").line("Content-Type: image/jpeg").blank();
      wire.body(jpeg("x".repeat(length))).blank();
    }
    roomy.handle(wire.line("--frame").bytes());
    assertThat(parts)
        .hasSize(8)
        .allMatch(part -> memoryHeldBy(part.body()) <= part.body().length() * 5 / 4);
  }

  @Test
  void allocatesHardlyMoreThanThePicture() {
    Buffer part = new Wire().part("--frame", jpeg("x".repeat(50_000))).bytes();
    PartParser roomy = new PartParser(new Boundary("frame"), PartLimits.DEFAULT, ignored -> {});
    long before = allocatedBytes();
    for (int i = 0; i < 1000; i++) {
      roomy.handle(part);
    }
    assertThat((allocatedBytes() - before) / roomy.parts()).isBetween(50_000L, 52_000L);
  }

  private static long memoryHeldBy(Buffer body) {
    ByteBuf bytes = ((BufferImpl) body).byteBuf();
    return bytes.array().length;
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void countsPartsNoiseAndWrongLengths() {
    Buffer noise = latin("this is noise\r\n");
    parser.handle(
        new Wire()
            .body(noise)
            .part("--frame", PLAIN)
            .body(noise)
            .line("--frame")
            .line("Content-Length: 7")
            .blank()
            .body(PLAIN)
            .blank()
            .part("--frame", DASHED)
            .bytes());
    assertThat(bodies()).containsExactly(PLAIN, PLAIN, DASHED);
    assertThat(parser.parts()).isEqualTo(3);
    assertThat(parser.skippedBytes()).isEqualTo(2L * noise.length());
    assertThat(parser.wrongLengths()).isEqualTo(1);
  }

  @Test
  void losesOnePictureAtMostToALengthThatEndsAtAThumbnail() {
    Buffer picture = jpeg("\u00FF\u00D8 small \u00FF\u00D9 and the large one");
    Buffer cut = jpeg("\u00FF\u00D8 small ");
    parser.handle(
        new Wire()
            .line("--frame")
            .line("Content-Length: " + cut.length())
            .blank()
            .body(picture)
            .blank()
            .part("--frame", PLAIN)
            .bytes());
    assertThat(bodies()).containsExactly(cut, PLAIN);
  }

  @Test
  void believesLengthsAgainAfterAWrongOne() {
    parser.handle(
        new Wire()
            .line("--frame")
            .line("Content-Length: " + (PLAIN.length() + 40))
            .blank()
            .body(PLAIN)
            .blank()
            .part("--frame", PLAIN)
            .part("--frame", DASHED)
            .bytes());
    // Nothing follows the last picture, so only its length can have told where it ends.
    assertThat(bodies()).containsExactly(PLAIN, PLAIN, DASHED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 4095, 4096, 4097})
  void findsADelimiterAcrossTheStepsOfALongSearch(int chunkSize) {
    Buffer large = jpeg("-\r\n--fram".repeat(1500));
    PartParser roomy = new PartParser(new Boundary("frame"), PartLimits.DEFAULT, parts::add);
    Wire wire = new Wire();
    for (int i = 0; i < 3; i++) {
      wire.line("--frame").line("Content-Type: image/jpeg").blank().body(large).blank();
    }
    feed(roomy, wire.line("--frame").bytes(), chunkSize);
    assertThat(bodies()).containsExactly(large, large, large);
  }

  @Test
  void believesNoLengthWithinBytesReadUnderAWrongOne() {
    // A parser that believed each would copy 1 MB for each of them, and run out of stream early.
    Wire wire = new Wire();
    for (int i = 0; i < 20_000; i++) {
      wire.line("--frame").line("Content-Length: 1000000").blank().body(PLAIN).blank();
    }
    PartParser roomy = new PartParser(new Boundary("frame"), PartLimits.DEFAULT, parts::add);
    roomy.handle(wire.bytes());
    assertThat(roomy.parts()).isGreaterThan(9_000);
    assertThat(parts).allMatch(part -> part.body().equals(PLAIN));
  }

  /** It would wait for the next delimiter otherwise, and be late by a frame. */
  @Test
  void handsOverAPictureBehindAWrongLengthWithItsLastByte() {
    Buffer picture = SampleJpegs.frame(1, 3_000, Instant.EPOCH);
    PartParser roomy = new PartParser(new Boundary("frame"), PartLimits.DEFAULT, parts::add);
    roomy.handle(
        new Wire()
            .line("--frame")
            .line("Content-Length: 3000")
            .blank()
            .body(picture.slice(0, 1_500))
            .line("--frame")
            .line("Content-Length: 3000")
            .blank()
            .body(picture)
            .bytes());
    assertThat(bodies()).containsExactly(picture.slice(0, 1_500), picture);
  }

  @Test
  void handsOverAPictureThatIsFollowedByOtherBytesWithinItsLengthAtOnce() {
    Buffer picture = SampleJpegs.frame(1, 3_000, Instant.EPOCH);
    Buffer padded = picture.copy().appendBytes(new byte[65]);
    Buffer signed = picture.copy().appendString("vendor data");
    PartParser roomy = new PartParser(new Boundary("frame"), PartLimits.DEFAULT, parts::add);
    roomy.handle(new Wire().part("--frame", picture).part("--frame", padded).bytes());
    assertThat(bodies()).containsExactly(picture, picture);
    roomy.handle(new Wire().part("--frame", picture).part("--frame", signed).bytes());
    assertThat(bodies()).containsExactly(picture, picture, picture, picture);
  }

  @Test
  void keepsNoPictureBackForALengthThatIsAlwaysWrong() {
    Buffer picture = SampleJpegs.frame(1, 3_000, Instant.EPOCH);
    Buffer message = latin("<status/>");
    PartParser roomy = new PartParser(new Boundary("frame"), PartLimits.DEFAULT, parts::add);
    for (int i = 1; i <= 5; i++) {
      roomy.handle(new Wire().line("--frame").line("Content-Length: 1000000").blank().bytes());
      roomy.handle(picture);
      assertThat(parts).filteredOn(part -> part.body().equals(picture)).hasSize(i);
      roomy.handle(new Wire().blank().part("--frame", message).bytes());
    }
  }

  @Test
  void believesALengthAfterOneThatWasRightForAPictureWithoutStructure() {
    Buffer thumbnail = jpeg("\u00FF\u00D8\u00FF\r\n--frame\r\nX: y\r\n");
    parser.handle(new Wire().part("--frame", PLAIN).part("--frame", thumbnail).bytes());
    // Its delimiter would have ended the picture if this had been searched for one.
    assertThat(bodies()).containsExactly(PLAIN, thumbnail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 700", "Content-Length: 1000", "X-Length: none"})
  void losesOnlyThePictureThatIsCutWithoutADelimiterBehindIt(String length) {
    Buffer picture = SamplePicture.named("restart 1");
    Buffer cut = SamplePicture.named("restart 2").slice(0, 700);
    Buffer stream =
        new Wire()
            .part("--frame", picture)
            .part("--frame", picture)
            .line("Content-Type: image/jpeg")
            .line(length)
            .blank()
            .body(cut)
            .text("\r\n\r\n")
            .part("", picture)
            .bytes();
    for (int chunkSize : new int[] {1, 7, 100_000}) {
      parts.clear();
      feed(
          new PartParser(new Boundary("frame"), PartLimits.DEFAULT, parts::add), stream, chunkSize);
      assertThat(bodies()).containsExactly(picture, picture, cut, picture);
      assertThat(parts).last().extracting(part -> part.header("Content-Type")).isNotNull();
    }
  }

  @Test
  void learnsADelimiterThatFirstComesBehindACutPicture() {
    Buffer picture = SamplePicture.named("restart 1");
    PartParser misled = new PartParser(new Boundary("told"), PartLimits.DEFAULT, parts::add);
    misled.handle(
        new Wire()
            .line("Content-Type: image/jpeg")
            .blank()
            .body(picture.slice(0, 700))
            .blank()
            .line("--used")
            .line("Content-Type: image/jpeg")
            .blank()
            .body(picture)
            .bytes());
    assertThat(bodies()).containsExactly(picture.slice(0, 700), picture);
    assertThat(misled.delimiter()).contains("--used");
  }

  @Test
  void handsOverAllWholePicturesBehindALengthThatTheStreamNeverReaches() {
    Buffer picture = SampleJpegs.frame(1, 3_000, Instant.EPOCH);
    PartParser roomy = new PartParser(new Boundary("frame"), PartLimits.DEFAULT, parts::add);
    roomy.handle(
        new Wire()
            .part("--frame", picture)
            .line("--frame")
            .line("Content-Length: 1000000")
            .blank()
            .body(picture)
            .blank()
            .part("--frame", picture)
            .part("--frame", PLAIN)
            .bytes());
    roomy.end();
    assertThat(bodies()).containsExactly(picture, picture, picture, PLAIN);
  }

  /** The rest of the segment would be sought in the next picture, which would then be late. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100, 5_000, 100_000})
  void endsAPictureThatIsCutWithinASegmentAtItsDelimiter(int chunkSize) {
    Buffer picture = SampleJpegs.frame(1, 20_000, Instant.EPOCH);
    Buffer half = picture.slice(0, 10_100);
    PartParser roomy = new PartParser(new Boundary("frame"), PartLimits.DEFAULT, parts::add);
    Wire wire = new Wire();
    for (Buffer sent : List.of(picture, half, picture)) {
      wire.line("--frame").line("Content-Type: image/jpeg").blank().body(sent);
    }
    feed(roomy, wire.bytes(), chunkSize);
    assertThat(bodies()).containsExactly(picture, half, picture);
  }

  /** It would wait for a million bytes again and again otherwise. */
  @Test
  void believesNoLengthAfterAWrongOneUntilOneIsRight() {
    Buffer picture = SampleJpegs.frame(1, 3_000, Instant.EPOCH);
    PartParser roomy = new PartParser(new Boundary("frame"), PartLimits.DEFAULT, parts::add);
    Wire wire = new Wire().part("--frame", picture);
    for (int i = 0; i < 400; i++) {
      wire.line("--frame").line("Content-Length: 1000000").blank().body(picture).blank();
    }
    feed(roomy, wire.bytes(), 10_000);
    assertThat(parts).hasSize(401);
  }

  @Test
  void findsTheSamePartsHoweverABrokenStreamIsSplit() {
    List<CameraSample> samples = CameraSample.all().toList();
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      CameraSample sample = samples.get(random.nextInt(samples.size()));
      Buffer broken = breakAtRandom(sample.stream().copy(), random);
      List<?> whole = outcome(sample, broken, broken.length());
      assertThat(outcome(sample, broken, 1 + random.nextInt(40)))
          .as("seed %d", seed)
          .isEqualTo(whole);
    }
  }

  private static Buffer breakAtRandom(Buffer stream, Random random) {
    for (int i = 0; i < 8; i++) {
      int from = random.nextInt(stream.length());
      int to = random.nextInt(stream.length());
      stream.setByte(to, random.nextBoolean() ? stream.getByte(from) : (byte) random.nextInt());
    }
    int cut = random.nextInt(stream.length());
    return stream.slice(cut, stream.length()).copy().appendBuffer(stream);
  }

  /** All that can be seen of a parser that was fed {@code stream}. */
  private List<?> outcome(CameraSample sample, Buffer stream, int chunkSize) {
    parts.clear();
    PartParser fed = parser(sample.contentType());
    String end = "";
    try {
      feed(fed, stream, chunkSize);
    } catch (MalformedPartException e) {
      end = e.getMessage();
    }
    return List.of(List.copyOf(parts), end, fed.skippedBytes(), fed.wrongLengths());
  }

  private List<Buffer> bodies(CameraSample sample, int chunkSize) {
    feed(parser(sample.contentType()), sample.stream(), chunkSize);
    return bodies();
  }

  private List<Buffer> bodies() {
    return parts.stream().map(Part::body).toList();
  }

  private PartParser parser(String contentType) {
    return new PartParser(Boundary.of(contentType), LIMITS, parts::add);
  }

  private static void feed(PartParser parser, Buffer stream, int chunkSize) {
    for (int at = 0; at < stream.length(); at += chunkSize) {
      parser.handle(stream.slice(at, Math.min(stream.length(), at + chunkSize)));
    }
  }

  private static void feedAtRandom(PartParser parser, Buffer stream, Random random) {
    for (int at = 0; at < stream.length(); ) {
      int end = Math.min(stream.length(), at + random.nextInt(60));
      parser.handle(stream.slice(at, end));
      at = end;
    }
  }
}
