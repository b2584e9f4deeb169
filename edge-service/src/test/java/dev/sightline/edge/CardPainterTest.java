package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.jpeg.JpegHeader;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardPainterTest {

  private static final String LONG = "A REASON WITH MANY WORDS, AND ONE-THAT-HAS-NO-END-AT-ALL ";

  /** Brighter than the ground, of 255: the trace of a pen. */
  private static final int INK = 90;

  @ParameterizedTest
  @CsvSource({"16, 16", "64, 48", "320, 240", "480, 640", "1920, 1080", "1920, 16"})
  void drawsBaselineJpegsOfAnySize(int width, int height) {
    Buffer jpeg = Buffer.buffer(CardPainter.paint(face("FRONT", "WHY", width, height)));

    assertThat(SampleJpegs.isWholeJpeg(jpeg)).isTrue();
    assertThat(JpegHeader.of(jpeg))
        .hasValueSatisfying(
            header -> {
              assertThat(header.width()).isEqualTo(width);
              assertThat(header.height()).isEqualTo(height);
              assertThat(header.isBaseline()).isTrue();
            });
  }

  @Test
  void drawsOtherWordsOtherwise() {
    byte[] card = CardPainter.paint(face("FRONT", "WHY", 320, 240));

    assertThat(CardPainter.paint(face("FRONT", "WHY", 320, 240))).isEqualTo(card);
    assertThat(CardPainter.paint(face("FRONT", "WHO", 320, 240))).isNotEqualTo(card);
    assertThat(CardPainter.paint(face("YARD", "WHY", 320, 240))).isNotEqualTo(card);
    assertThat(CardPainter.paint(face("FRONT", "", 320, 240))).isNotEqualTo(card);
  }

  @ParameterizedTest
  @CsvSource({"320, 240", "640, 360", "480, 640", "120, 90"})
  void keepsLongWordsWithinThePicture(int width, int height) throws IOException {
    CardFace face = face("NAME-".repeat(12), LONG.repeat(2), width, height);

    BufferedImage card = ImageIO.read(new ByteArrayInputStream(CardPainter.paint(face)));

    int margin = width / 20;
    assertThat(ink(card, 0, margin) + ink(card, width - margin, width)).isZero();
    assertThat(ink(card, margin, width - margin)).isPositive();
  }

  /** In a process of its own, since a test before this one may have used Java2D. */
  @Test
  void needsNoDisplay() {
    List<String> java =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Painting.class.getName());

    try (RunningProgram painting =
        RunningProgram.start(java, Map.of("DISPLAY", ":nowhere"), Path.of("").toAbsolutePath())) {
      assertThat(painting.awaitExit()).as(painting.toString()).isZero();
    }
  }

  /** Draws one card. */
  static final class Painting {

    private Painting() {}

    public static void main(String[] args) {
      CardPainter.paint(face("FRONT", "WHY", 320, 240));
    }
  }

  /** Pixels between two columns that are part of a letter. */
  private static int ink(BufferedImage card, int from, int to) {
    int count = 0;
    for (int x = from; x < to; x++) {
      for (int y = 0; y < card.getHeight(); y++) {
        count += ((card.getRGB(x, y) >> 8) & 0xFF) > INK ? 1 : 0;
      }
    }
    return count;
  }

  private static CardFace face(String name, String reason, int width, int height) {
    return new CardFace(name, "NO PICTURE SINCE 2026-03-04 14:03", reason, width, height);
  }
}
