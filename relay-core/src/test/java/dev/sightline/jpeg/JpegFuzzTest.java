package dev.sightline.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sightline.testkit.SampleJpegs;
import dev.sightline.testkit.cameras.RecordedCameras;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any bytes that a camera calls a picture. */
@Timeout(10)
class JpegFuzzTest {

  /** Bytes of the standard Huffman tables with their marker. */
  private static final int TABLES = 420;

  static Stream<byte[]> pictures() {
    return Stream.concat(
            Stream.of(SampleJpegs.frame(3, SampleJpegs.SMALLEST, Instant.EPOCH)),
            RecordedCameras.all().stream().flatMap(camera -> camera.pictures().stream()))
        .map(Buffer::getBytes)
        .distinct();
  }

  @MethodSource("pictures")
  @FuzzTest
  void judgesAnyBytes(byte[] input) {
    Buffer picture = Buffer.buffer(input);
    JpegVerdict verdict = Jpeg.judge(picture);
    assertThat(verdict == JpegVerdict.EMPTY).isEqualTo(input.length == 0);
    assertThat(Jpeg.begins(picture))
        .isEqualTo(verdict == JpegVerdict.WHOLE || verdict == JpegVerdict.TRUNCATED);
    completesAsTheSamePicture(picture, verdict);
    endsAtTheSamePlaceHoweverItComes(picture);
    assertThat(picture.getBytes()).as("what was looked at").isEqualTo(input);
  }

  private static void completesAsTheSamePicture(Buffer picture, JpegVerdict verdict) {
    Optional<JpegHeader> header = JpegHeader.of(picture);
    Buffer completed = HuffmanTables.completed(picture);
    assertThat(HuffmanTables.completed(completed)).as("completed twice").isSameAs(completed);
    if (completed == picture) {
      return;
    }
    JpegHeader before = header.orElseThrow();
    JpegHeader after = JpegHeader.of(completed).orElseThrow();
    assertThat(before.hasHuffmanTables()).isFalse();
    assertThat(after)
        .isEqualTo(
            new JpegHeader(before.width(), before.height(), true, true, before.scan() + TABLES));
    assertThat(Jpeg.judge(completed)).isEqualTo(verdict);
    assertThat(completed.getBuffer(0, before.scan()))
        .isEqualTo(picture.getBuffer(0, before.scan()));
    assertThat(completed.getBuffer(after.scan(), completed.length()))
        .isEqualTo(picture.getBuffer(before.scan(), picture.length()));
  }

  private static void endsAtTheSamePlaceHoweverItComes(Buffer picture) {
    JpegWalk whole = new JpegWalk();
    JpegWalk.Progress progress = whole.advance(picture);
    JpegWalk grown = new JpegWalk();
    Random steps = new Random(picture.hashCode());
    for (int length = 0; length < picture.length(); length += 1 + steps.nextInt(60)) {
      grown.advance(picture.slice(0, length));
    }
    assertThat(grown.advance(picture)).isEqualTo(progress);
    if (progress != JpegWalk.Progress.MORE) {
      assertThat(grown.position()).isEqualTo(whole.position());
    }
    if (progress == JpegWalk.Progress.ENDED) {
      Buffer ended = picture.getBuffer(0, whole.position());
      assertThat(Jpeg.judge(ended)).isEqualTo(JpegVerdict.WHOLE);
    }
  }
}
