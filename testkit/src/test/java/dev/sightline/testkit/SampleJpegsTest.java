package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleJpegsTest {

  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00.123456789Z");

  @ParameterizedTest
  @ValueSource(ints = {1_024, 1_025, 20_000, 65_535, 65_536, 66_000, 131_072, 1_000_000})
  void hasExactlyTheSizeAskedForAndIsIntact(int size) {
    Buffer jpeg = SampleJpegs.frame(7, size, NOON);

    assertThat(jpeg.length()).isEqualTo(size);
    assertThat(Stamp.read(jpeg)).contains(new Stamp(7, NOON, size));
    assertThat(Stamp.verify(jpeg)).isTrue();
    assertThat(SampleJpegs.isWholeJpeg(jpeg)).isTrue();
  }

  @Test
  void hasExactlyTheSizeAskedForAroundTheEndOfASegment() {
    for (int size = 65_900; size < 66_500; size++) {
      Buffer jpeg = SampleJpegs.frame(3, size, NOON);
      assertThat(jpeg.length()).isEqualTo(size);
      assertThat(SampleJpegs.isWholeJpeg(jpeg)).isTrue();
    }
  }

  @Test
  void canBeDecoded() throws IOException {
    byte[] jpeg = SampleJpegs.frame(1, 200_000, NOON).getBytes();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));

    assertThat(image.getWidth()).isEqualTo(64);
    assertThat(image.getHeight()).isEqualTo(48);
  }

  @Test
  void showsTheBarOfItsSequence() throws IOException {
    byte[] jpeg = SampleJpegs.frame(18, 5_000, NOON).getBytes();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));

    assertThat(image.getRaster().getSample(2 * 4 + 1, 20, 0)).isGreaterThan(200);
    assertThat(image.getRaster().getSample(40, 20, 0)).isLessThan(100);
  }

  @Test
  void dependsOnItsArgumentsOnly() {
    assertThat(SampleJpegs.frame(5, 3_000, NOON)).isEqualTo(SampleJpegs.frame(5, 3_000, NOON));
    assertThat(SampleJpegs.frame(5, 3_000, NOON)).isNotEqualTo(SampleJpegs.frame(6, 3_000, NOON));
  }

  @Test
  void noticesEachChangedByte() {
    Buffer jpeg = SampleJpegs.frame(5, 1_024, NOON);
    for (int at = 0; at < jpeg.length(); at++) {
      Buffer changed = jpeg.copy();
      changed.setByte(at, (byte) (jpeg.getByte(at) ^ 1));
      assertThat(Stamp.verify(changed)).as("byte %d changed", at).isFalse();
    }
  }

  @Test
  void noticesEveryCut() {
    Buffer jpeg = SampleJpegs.frame(5, 1_024, NOON);
    for (int end = 0; end < jpeg.length(); end++) {
      Buffer cut = jpeg.getBuffer(0, end);
      assertThat(Stamp.verify(cut)).as("verified when cut at %d", end).isFalse();
      assertThat(SampleJpegs.isWholeJpeg(cut)).as("whole when cut at %d", end).isFalse();
    }
  }

  @Test
  void noticesBytesBehindTheEnd() {
    Buffer longer = SampleJpegs.frame(5, 1_024, NOON).copy().appendByte((byte) 0);

    assertThat(Stamp.verify(longer)).isFalse();
    assertThat(SampleJpegs.isWholeJpeg(longer)).isFalse();
  }

  @Test
  void noticesTwoHalvesOfDifferentFrames() {
    Buffer torn = SampleJpegs.frame(5, 4_000, NOON).getBuffer(0, 2_000);
    torn.appendBuffer(SampleJpegs.frame(6, 4_000, NOON), 2_000, 2_000);

    assertThat(Stamp.verify(torn)).isFalse();
  }

  @Test
  void findsNoStampInOtherBytes() {
    assertThat(Stamp.read(Buffer.buffer())).isEmpty();
    assertThat(Stamp.read(Buffer.buffer("no picture at all"))).isEmpty();
    assertThat(SampleJpegs.isWholeJpeg(Buffer.buffer("no picture at all"))).isFalse();
  }

  @Test
  void tellsItsAge() {
    Stamp stamp = Stamp.read(SampleJpegs.frame(0, 2_000, NOON)).orElseThrow();

    assertThat(stamp.ageAt(NOON.plusMillis(250))).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void refusesSizesThatHoldNoPicture() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampleJpegs.frame(0, 1_023, NOON))
        .withMessage("a sample picture has at least 1024 bytes");
  }
}
