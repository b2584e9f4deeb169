package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.multipart.Part;
import dev.sightline.testkit.SampleJpegs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

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
  void refusesAPictureThatIsCutShort() {
    Part cut = part(JPEG.slice(0, JPEG.length() - 1));

    assertThat(assembler.assemble(cut)).isEmpty();
    assertThat(metrics.cameraRefused(STREAM).count()).isEqualTo(1);
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

  private static Part part(Buffer body) {
    return new Part(List.of("Content-Type: image/jpeg"), body);
  }
}
