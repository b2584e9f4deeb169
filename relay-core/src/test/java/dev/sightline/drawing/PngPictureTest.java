package dev.sightline.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sightline.jpeg.Jpeg;
import dev.sightline.jpeg.JpegHeader;
import dev.sightline.jpeg.JpegVerdict;
import io.vertx.core.buffer.Buffer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PngPictureTest {

  private static final int GRAY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GRAY_AND_ALPHA = 4;
  private static final int RGB_AND_ALPHA = 6;

  @Test
  void makesABaselineJpegOfTheSameSize() {
    Buffer jpeg = PngPicture.toJpeg(written(drawn(BufferedImage.TYPE_INT_RGB), false));

    assertThat(Jpeg.judge(jpeg)).isEqualTo(JpegVerdict.WHOLE);
    assertThat(JpegHeader.of(jpeg))
        .hasValueSatisfying(
            header -> {
              assertThat(header.width()).isEqualTo(60);
              assertThat(header.height()).isEqualTo(40);
              assertThat(header.isBaseline()).isTrue();
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void showsTheColorsWhetherInterlacedOrNot(boolean isInterlaced) {
    BufferedImage shown = shown(written(drawn(BufferedImage.TYPE_INT_RGB), isInterlaced));

    assertColor(shown, 15, 20, 200, 30, 40);
    assertColor(shown, 45, 20, 30, 40, 200);
  }

  @ParameterizedTest
  @CsvSource({
    // color type, bits, samples of a pixel, the shade that is meant
    GRAY + ", 1, 80, 255",
    GRAY + ", 2, 80, 170",
    GRAY + ", 4, 80, 136",
    GRAY + ", 8, 80, 128",
    GRAY + ", 16, 80ff, 128",
    RGB + ", 8, 808080, 128",
    RGB + ", 16, 80ff80ff80ff, 128",
    GRAY_AND_ALPHA + ", 8, 80ff, 128",
    GRAY_AND_ALPHA + ", 8, 8000, 255",
    GRAY_AND_ALPHA + ", 8, 0080, 127",
    GRAY_AND_ALPHA + ", 16, 80ffffff, 128",
    RGB_AND_ALPHA + ", 8, 80808000, 255",
    RGB_AND_ALPHA + ", 8, 00000040, 191",
    RGB_AND_ALPHA + ", 16, 80ff80ff80ffffff, 128",
  })
  void keepsTheShadeAndPutsWhatIsTransparentOnWhite(
      int colorType, int bits, String samples, int shade) {
    Buffer png = png(1, 1, bits, colorType, Buffer.buffer(), line(samples));

    assertColor(shown(png), 0, 0, shade, shade, shade);
  }

  @Test
  void looksUpTheColorsOfAPaletteWithTheirTransparency() {
    Buffer palette = chunk("PLTE", hex("000000" + "c81e28" + "000000"));
    Buffer transparency = chunk("tRNS", hex("ffff00"));
    Buffer extras = palette.copy().appendBuffer(transparency);

    assertColor(shown(png(1, 1, 8, PALETTE, extras, line("01"))), 0, 0, 200, 30, 40);
    assertColor(shown(png(1, 1, 8, PALETTE, extras, line("02"))), 0, 0, 255, 255, 255);
    assertColor(shown(png(1, 1, 2, PALETTE, extras, line("40"))), 0, 0, 200, 30, 40);
  }

  @Test
  void putsTheOneTransparentColorOnWhite() {
    Buffer color = chunk("tRNS", hex("000a" + "0014" + "001e"));

    assertColor(shown(png(1, 1, 8, RGB, color, line("0a141e"))), 0, 0, 255, 255, 255);
    assertColor(shown(png(1, 1, 8, RGB, color, line("0a141f"))), 0, 0, 10, 20, 31);
  }

  @Test
  void readsALargePictureInStripes() {
    int width = 5000;
    int height = 6000;
    byte[] samples = new byte[height * (1 + 4 * width)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int pixel = y * (1 + 4 * width) + 1 + 4 * x;
        samples[pixel] = (byte) (y < height / 2 ? 200 : 0);
        samples[pixel + 3] = (byte) 255;
      }
    }
    Buffer png = png(width, height, 8, RGB_AND_ALPHA, Buffer.buffer(), samples);

    BufferedImage shown = shown(png);

    assertColor(shown, 2500, 10, 200, 0, 0);
    assertColor(shown, 2500, 2990, 200, 0, 0);
    assertColor(shown, 2500, 3010, 0, 0, 0);
    assertColor(shown, 2500, 5990, 0, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({"8000, 4001", "65501, 1", "1, 65501", "2147483647, 2147483647"})
  void refusesAPictureTooLargeByItsHeaderAlone(int width, int height) {
    Buffer png = png(width, height, 8, RGB, Buffer.buffer(), new byte[0]);

    assertThatThrownBy(() -> PngPicture.toJpeg(png))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(width + " × " + height)
        .hasMessageContaining("32 megapixels");
  }

  @Test
  void refusesEveryBeginningOfAPicture() {
    Buffer png = written(drawn(BufferedImage.TYPE_INT_ARGB), false);

    for (int length = 8; length < png.length(); length++) {
      Buffer beginning = png.getBuffer(0, length);
      assertThatThrownBy(() -> PngPicture.toJpeg(beginning))
          .as("%d of %d bytes", length, png.length())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the PNG is cut off");
    }
  }

  @Test
  void refusesAPictureWithAnyOneByteChanged() {
    Buffer png = written(drawn(BufferedImage.TYPE_INT_RGB), false);

    for (int at = 0; at < png.length(); at++) {
      Buffer damaged = png.copy().setByte(at, (byte) (png.getByte(at) ^ 0x10));
      assertThatThrownBy(() -> PngPicture.toJpeg(damaged))
          .as("byte %d", at)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("PNG");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 4, 8, 0, 000a0a", // lines are missing
    "1, 1, 8, 0, 090a", // no such filter
    "1, 1, 3, 0, 000a", // no such depth
    "1, 1, 8, 5, 000a", // no such kind of color
    "1, 1, 8, 3, 0001", // no palette
    "0, 1, 8, 0, 00",
    "1, -1, 8, 0, 00"
  })
  void refusesWhatIsWellFormedAndNoPicture(
      int width, int height, int bits, int colorType, String lines) {
    Buffer png = png(width, height, bits, colorType, Buffer.buffer(), hex(lines));

    assertThatThrownBy(() -> PngPicture.toJpeg(png))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the PNG is damaged");
  }

  @Test
  void passesOverWhatDoesNotBelongToTheSamples() {
    Buffer text = chunk("zTXt", new byte[] {'x', 0, 0, 1, 2, 3});
    Buffer profile = chunk("iCCP", new byte[] {1, 2, 3});
    Buffer extras = text.copy().appendBuffer(profile);
    Buffer png = png(1, 1, 8, GRAY, extras, line("80")).appendString("behind the end");

    assertColor(shown(png), 0, 0, 128, 128, 128);
  }

  @Test
  void tellsPngsByTheirFirstBytes() {
    assertThat(PngPicture.isPng(written(drawn(BufferedImage.TYPE_INT_RGB), false))).isTrue();
    assertThat(PngPicture.isPng(Buffer.buffer())).isFalse();
    assertThat(PngPicture.isPng(Buffer.buffer("PNG"))).isFalse();
    assertThat(PngPicture.isPng(Buffer.buffer(hex("ffd8ffe000104a464946")))).isFalse();
  }

  @Test
  void worksOnManyAtOnce() {
    Buffer png = written(drawn(BufferedImage.TYPE_INT_RGB), false);
    Buffer jpeg = PngPicture.toJpeg(png);

    assertThat(IntStream.range(0, 100).parallel().mapToObj(i -> PngPicture.toJpeg(png)))
        .hasSize(100)
        .allMatch(jpeg::equals);
  }

  private static BufferedImage drawn(int type) {
    BufferedImage picture = new BufferedImage(60, 40, type);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(new Color(200, 30, 40));
    graphics.fillRect(0, 0, 30, 40);
    graphics.setColor(new Color(30, 40, 200));
    graphics.fillRect(30, 0, 30, 40);
    graphics.dispose();
    return picture;
  }

  private static Buffer written(BufferedImage picture, boolean isInterlaced) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setProgressiveMode(
        isInterlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(png)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(picture, null, null), settings);
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      writer.dispose();
    }
    return Buffer.buffer(png.toByteArray());
  }

  /** One line without a filter. */
  private static byte[] line(String samples) {
    return hex("00" + samples);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static Buffer png(
      int width, int height, int bits, int colorType, Buffer extras, byte[] lines) {
    Buffer header = Buffer.buffer().appendInt(width).appendInt(height);
    header.appendByte((byte) bits).appendByte((byte) colorType).appendBytes(new byte[3]);
    return Buffer.buffer(hex("89504e470d0a1a0a"))
        .appendBuffer(chunk("IHDR", header.getBytes()))
        .appendBuffer(extras)
        .appendBuffer(chunk("IDAT", deflated(lines)))
        .appendBuffer(chunk("IEND", new byte[0]));
  }

  private static Buffer chunk(String type, byte[] data) {
    Buffer body = Buffer.buffer(type).appendBytes(data);
    CRC32 crc = new CRC32();
    crc.update(body.getBytes());
    return Buffer.buffer()
        .appendInt(data.length)
        .appendBuffer(body)
        .appendUnsignedInt(crc.getValue());
  }

  private static byte[] deflated(byte[] data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
      deflater.write(data);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static BufferedImage shown(Buffer png) {
    try {
      return ImageIO.read(new ByteArrayInputStream(PngPicture.toJpeg(png).getBytes()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertColor(
      BufferedImage picture, int x, int y, int red, int green, int blue) {
    Color color = new Color(picture.getRGB(x, y));
    assertThat(color.getRed()).as("red").isCloseTo(red, within(6));
    assertThat(color.getGreen()).as("green").isCloseTo(green, within(6));
    assertThat(color.getBlue()).as("blue").isCloseTo(blue, within(6));
  }
}
