package dev.sightline.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.cameras.SamplePicture;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegHeaderTest {

  @ParameterizedTest
  @CsvSource({
    "picture 1, 64, 48, true, true",
    "exif 1, 64, 48, true, true",
    "restart 1, 48, 32, true, true",
    "avi1 1, 48, 32, true, false",
    "progressive 1, 48, 32, false, true"
  })
  void readsSizeAndCoding(
      String picture, int width, int height, boolean isBaseline, boolean hasTables) {
    JpegHeader header = JpegHeader.of(SamplePicture.named(picture)).orElseThrow();
    assertThat(header.width()).isEqualTo(width);
    assertThat(header.height()).isEqualTo(height);
    assertThat(header.isBaseline()).isEqualTo(isBaseline);
    assertThat(header.hasHuffmanTables()).isEqualTo(hasTables);
  }

  @Test
  void passesFillBytesOver() {
    Buffer picture = SamplePicture.named("avi1 1");
    Buffer filled =
        picture
            .slice(0, 2)
            .copy()
            .appendBytes(HexFormat.of().parseHex("FFFFFF"))
            .appendBuffer(picture, 2, picture.length() - 2);
    assertThat(JpegHeader.of(filled)).get().extracting(JpegHeader::width).isEqualTo(48);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FF",
        "FFD8",
        "FFD8FF",
        "FFD8FFFFFFFF",
        "FFD8FFD9",
        "FFD8FFE00001FFDA0002", // a length less than its own field
        "FFD8FFE0FFFFFFDA0002", // a segment beyond the end
        "FFD8FFDA0002", // no frame
        "FFD8FFC000110800000000030111FFDA0002", // no width
        "FFD800E00002FFDA0002" // no marker
      })
  void findsNoneInOtherBytes(String bytes) {
    assertThat(JpegHeader.of(Buffer.buffer(HexFormat.of().parseHex(bytes)))).isEmpty();
  }

  @Test
  void readsAnythingWithoutComplaint() {
    Buffer picture = SamplePicture.named("exif 1");
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      Buffer broken = picture.slice(0, random.nextInt(picture.length())).copy();
      for (int i = 0; i < 4 && broken.length() > 0; i++) {
        broken.setByte(random.nextInt(Math.min(400, broken.length())), (byte) random.nextInt());
      }
      JpegHeader.of(broken)
          .ifPresent(header -> assertThat(header.scan()).isBetween(2, broken.length()));
      assertThat(HuffmanTables.completed(broken).length())
          .isIn(broken.length(), broken.length() + 420);
    }
  }
}
