package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.multipart.Part;
import dev.sightline.testkit.SampleJpegs;
import dev.sightline.testkit.cameras.SamplePicture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameAssemblerTest {

  private static final StreamId STREAM = new StreamId("front");
  private static final Epoch EPOCH = new Epoch(1_000, "ingest");
  private static final Instant NOW = Instant.parse("2009-02-13T23:31:30.123456789Z");
  private static final Buffer JPEG = SampleJpegs.frame(7, 2_000, NOW);

  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final FrameAssembler assembler =
      new FrameAssembler(STREAM, EPOCH, Clock.fixed(NOW, ZoneOffset.UTC), metrics);

  @Test
  void makesAFrameOfAWholeJpeg() {
    assertThat(assembler.assemble(part(JPEG)))
        .contains(new Frame(STREAM, EPOCH, 0, 1_234_567_890_123_456L, JPEG));
  }

  @Test
  void numbersFramesWithoutGapsWhateverComesBetweenThem() {
    assembler.assemble(part(JPEG));
    assembler.assemble(part(Buffer.buffer("no picture")));
    assembler.assemble(part(Buffer.buffer()));

    assertThat(assembler.assemble(part(JPEG)).orElseThrow().sequence()).isEqualTo(1);
  }

  @Test
  void numbersFramesOnWhereAnEarlierSourceOfTheStreamEnded() {
    assembler.assemble(part(JPEG));
    assembler.assemble(part(JPEG));

    FrameAssembler next = new FrameAssembler(STREAM, EPOCH, Clock.systemUTC(), metrics);

    assertThat(next.assemble(part(JPEG)).orElseThrow().sequence()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'', empty",
    "no picture, not_jpeg",
    "'\u00FF\u00D8 half a picture', truncated",
  })
  void refusesWhatIsNoWholePictureAndCountsWhy(String body, String reason) {
    Buffer bytes = Buffer.buffer(body.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(assembler.assemble(part(bytes))).isEmpty();
    assertThat(assembler.assemble(new Part(List.of(), bytes))).isEmpty();
    assertThat(metrics.ingest().cameraRefused(STREAM, reason).count()).isEqualTo(2);
    assertThat(metrics.ingest().cameraSkipped(STREAM).count()).isZero();
  }

  @Test
  void skipsWhatIsNotMeantAsAPicture() {
    Part text = new Part(List.of("Content-Type: Text/XML"), Buffer.buffer("<ok/>"));
    Part nothing = new Part(List.of("Content-Type: text/plain"), Buffer.buffer());

    assertThat(assembler.assemble(text)).isEmpty();
    assertThat(assembler.assemble(nothing)).isEmpty();
    assertThat(metrics.ingest().cameraSkipped(STREAM).count()).isEqualTo(2);
    assertThat(refused()).isZero();
  }

  @Test
  void refusesHalfAPictureWhateverItsType() {
    Buffer half = JPEG.slice(0, JPEG.length() - 1);

    assertThat(assembler.assemble(new Part(List.of("Content-Type: text/xml"), half))).isEmpty();
    assertThat(metrics.ingest().cameraRefused(STREAM, "truncated").count()).isEqualTo(1);
  }

  @Test
  void givesAPictureTheHuffmanTablesThatItLacks() {
    Buffer bare = SamplePicture.named("avi1 1");
    Frame frame = assembler.assemble(part(bare)).orElseThrow();

    assertThat(frame.jpeg().length()).isEqualTo(bare.length() + 420);
    assertThat(metrics.ingest().cameraRepaired(STREAM).count()).isEqualTo(1);
    assertThat(assembler.assemble(part(JPEG)).orElseThrow().jpeg()).isSameAs(JPEG);
    assertThat(metrics.ingest().cameraRepaired(STREAM).count()).isEqualTo(1);
  }

  @Test
  void goesByTheBytesAndNotByTheirType() {
    Part mislabelled = new Part(List.of("Content-Type: text/plain"), JPEG);

    assertThat(assembler.assemble(mislabelled)).isPresent();
  }

  @Test
  void countsFramesAndTheirBytesAndNothingElse() {
    assembler.assemble(part(JPEG));
    assembler.assemble(part(JPEG));
    assembler.assemble(part(Buffer.buffer("no picture")));

    assertThat(assembler.frames()).isEqualTo(2);
    assertThat(assembler.bytes()).isEqualTo(4_000);
  }

  private double refused() {
    return Stream.of("empty", "not_jpeg", "truncated")
        .mapToDouble(reason -> metrics.ingest().cameraRefused(STREAM, reason).count())
        .sum();
  }

  private static Part part(Buffer body) {
    return new Part(List.of("Content-Type: image/jpeg"), body);
  }
}
