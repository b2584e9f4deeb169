package dev.sightline.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.cameras.SamplePicture;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuffmanTablesTest {

  private static final int SEGMENT = 4;
  private static final int LENGTHS = 16;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void mendsAPictureWithoutTables(int number) throws IOException {
    Buffer whole = SamplePicture.named("restart " + number);
    Buffer mended = HuffmanTables.completed(SamplePicture.named("avi1 " + number));
    assertThat(JpegHeader.of(mended)).get().matches(JpegHeader::hasHuffmanTables);
    assertThat(pixels(mended)).isEqualTo(pixels(whole));
  }

  @ParameterizedTest
  @ValueSource(strings = {"picture 1", "exif 1", "progressive 1", "restart 1"})
  void leavesAnyOtherPictureAsItIs(String picture) {
    Buffer jpeg = SamplePicture.named(picture);
    assertThat(HuffmanTables.completed(jpeg)).isSameAs(jpeg);
  }

  @Test
  void leavesWhatIsNoPictureAsItIs() {
    Buffer text = Buffer.buffer("no picture");
    assertThat(HuffmanTables.completed(text)).isSameAs(text);
  }

  @Test
  void leavesAProgressivePictureWithoutTablesAsItIs() {
    Buffer jpeg = SamplePicture.named("avi1 1").copy();
    for (int at = 2; at < jpeg.length() - 1; at++) {
      if (jpeg.getUnsignedShort(at) == 0xFFC0) {
        jpeg.setUnsignedByte(at + 1, (short) 0xC2);
        break;
      }
    }
    assertThat(HuffmanTables.completed(jpeg)).isSameAs(jpeg);
  }

  static Stream<JPEGHuffmanTable> tables() {
    return Stream.of(
        JPEGHuffmanTable.StdDCLuminance,
        JPEGHuffmanTable.StdDCChrominance,
        JPEGHuffmanTable.StdACLuminance,
        JPEGHuffmanTable.StdACChrominance);
  }

  /** Java has the same tables, from the same standard. */
  @ParameterizedTest
  @MethodSource("tables")
  void hasTheTablesOfTheStandard(JPEGHuffmanTable expected) {
    Buffer plain = SamplePicture.named("avi1 1");
    int scan = JpegHeader.of(plain).orElseThrow().scan();
    Buffer segment = HuffmanTables.completed(plain).slice(scan, scan + 420);
    assertThat(segment.getUnsignedShort(2)).isEqualTo(418);
    assertThat(tablesIn(segment)).contains(bytes(expected));
  }

  private static Stream<Buffer> tablesIn(Buffer segment) {
    Stream.Builder<Buffer> tables = Stream.builder();
    int at = SEGMENT;
    while (at < segment.length()) {
      int values = 0;
      for (int i = 1; i <= LENGTHS; i++) {
        values += segment.getUnsignedByte(at + i);
      }
      int end = at + 1 + LENGTHS + values;
      tables.add(segment.slice(at + 1, end));
      at = end;
    }
    return tables.build();
  }

  private static Buffer bytes(JPEGHuffmanTable table) {
    Buffer bytes = Buffer.buffer();
    for (short length : table.getLengths()) {
      bytes.appendByte((byte) length);
    }
    while (bytes.length() < LENGTHS) {
      bytes.appendByte((byte) 0);
    }
    for (short value : table.getValues()) {
      bytes.appendByte((byte) value);
    }
    return bytes;
  }

  private static int[] pixels(Buffer jpeg) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg.getBytes()));
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
