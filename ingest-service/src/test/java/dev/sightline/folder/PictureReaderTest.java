package dev.sightline.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.jpeg.Jpeg;
import dev.sightline.jpeg.JpegVerdict;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureReaderTest {

  private static final int MOST = 1 << 20;

  @TempDir private Path directory;

  private final PictureReader reader = new PictureReader(MOST);

  @Test
  void readsAJpegAsItIs() throws IOException {
    Buffer jpeg = SampleJpegs.frame(1, 5_000, Instant.now());

    assertThat(reader.read(file("a.jpg", jpeg))).isEqualTo(jpeg);
  }

  @Test
  void endsAPictureWhereAnotherBeginsBehindIt() throws IOException {
    Buffer jpeg = SampleJpegs.frame(1, 5_000, Instant.now());
    Buffer two = jpeg.copy().appendBuffer(SampleJpegs.frame(2, 6_000, Instant.now()));

    assertThat(reader.read(file("a.jpg", two))).isEqualTo(jpeg);
  }

  @Test
  void tellsEveryBeginningOfAJpegFromTheWhole() throws IOException {
    Buffer jpeg = SampleJpegs.frame(1, 2_500, Instant.now());
    int taken = 0;
    for (int length = 0; length < jpeg.length(); length++) {
      Path file = file("a.jpg", jpeg.slice(0, length));
      try {
        if (Jpeg.judge(reader.read(file)) == JpegVerdict.WHOLE) {
          taken++;
        }
      } catch (UnfitPictureException e) {
        assertThat(e).hasMessage("it is cut off");
      }
    }
    assertThat(taken).isZero();
  }

  @Test
  void drawsAPngOnceWhateverItsNameSays() throws IOException {
    Path file = file("a.jpg", png(1, 20));

    Buffer jpeg = reader.read(file);

    assertThat(Jpeg.judge(jpeg)).isEqualTo(JpegVerdict.WHOLE);
    assertThat(reader.read(file)).isSameAs(jpeg);
  }

  @Test
  void drawsAPngAnewWhenItHasChanged() throws IOException {
    Path file = file("a.png", png(1, 20));
    Buffer before = reader.read(file);

    assertThat(reader.read(file("a.png", png(2, 30)))).isNotEqualTo(before);
  }

  @Test
  void keepsOnlySoManyDrawings() throws IOException {
    Path first = file("0.png", png(0, 700));
    Buffer kept = reader.read(first);
    assertThat(kept.length()).isGreaterThan(PictureReader.MOST_KEPT / 64);
    for (int i = 1; i <= 64; i++) {
      reader.read(file(i + ".png", png(i, 700)));
    }
    Path beyond = directory.resolve("64.png");

    assertThat(reader.read(first)).isSameAs(kept);
    assertThat(reader.read(beyond)).isNotSameAs(reader.read(beyond));
    reader.keepOnly(List.of(beyond));
    assertThat(reader.read(beyond)).isSameAs(reader.read(beyond));
    assertThat(reader.read(first)).isNotSameAs(kept).isEqualTo(kept);
  }

  @Test
  void saysWhyAFileCanNotBeShown() throws IOException {
    assertUnfit(directory.resolve("none.jpg"), "it is gone, or no file");
    assertUnfit(Files.createDirectory(directory.resolve("d.jpg")), "it is gone, or no file");
    assertUnfit(
        file("large.jpg", Buffer.buffer(new byte[MOST + 1])), "it is larger than 1048576 bytes");
    assertUnfit(file("cut.png", png(1, 20).slice(0, 60)), "the PNG is cut off");
  }

  private void assertUnfit(Path file, String sentence) {
    assertThatThrownBy(() -> reader.read(file))
        .isInstanceOf(UnfitPictureException.class)
        .hasMessage(sentence);
  }

  private Path file(String name, Buffer bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes.getBytes());
  }

  /** Noise, so that its JPEG isn't small. */
  static Buffer png(int seed, int side) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    byte[] noise = new byte[side * side];
    new Random(seed).nextBytes(noise);
    image.getRaster().setDataElements(0, 0, side, side, noise);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return Buffer.buffer(bytes.toByteArray());
  }
}
