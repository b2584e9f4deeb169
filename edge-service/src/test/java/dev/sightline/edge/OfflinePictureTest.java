package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.edge.OfflinePicture.Kind;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflinePictureTest {

  private static final int LARGEST = 1 << 20;

  @TempDir private Path directory;

  @Test
  void isDrawnOrNoneOrTheFileOfThatName() throws IOException {
    Buffer jpeg = SampleJpegs.frame(0, LARGEST, Instant.EPOCH);
    String file = write(jpeg);

    assertThat(OfflinePicture.of("card")).isEqualTo(OfflinePicture.CARD);
    assertThat(OfflinePicture.of("off")).isEqualTo(OfflinePicture.OFF);
    assertThat(OfflinePicture.of(file)).isEqualTo(new OfflinePicture(Kind.FILE, jpeg));
  }

  @Test
  void refusesAFileThatCanNotBeRead() {
    String missing = directory.resolve("missing.jpg").toString();

    assertRefused(
        missing, "must be card, off or the name of a JPEG file; %s can't be read", missing);
    assertRefused(
        directory.toString(),
        "must be card, off or the name of a JPEG file; %s can't be read",
        directory);
  }

  @Test
  void refusesAFileThatIsTooLarge() throws IOException {
    String file = write(SampleJpegs.frame(0, LARGEST + 1, Instant.EPOCH));

    assertRefused(file, "names %s, which is longer than 1MiB", file);
  }

  @Test
  void refusesAFileThatIsNoWholeJpeg() throws IOException {
    Buffer jpeg = SampleJpegs.frame(0, 2_000, Instant.EPOCH);
    for (Buffer other :
        new Buffer[] {
          Buffer.buffer(),
          Buffer.buffer("GIF89a"),
          jpeg.slice(0, 1_900),
          Buffer.buffer(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9})
        }) {
      String file = write(other);

      assertRefused(file, "names %s, which is no whole JPEG", file);
    }
  }

  private String write(Buffer content) throws IOException {
    return Files.write(directory.resolve("away.jpg"), content.getBytes()).toString();
  }

  private static void assertRefused(String text, String sentence, Object file) {
    assertThatThrownBy(() -> OfflinePicture.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence, file);
  }
}
