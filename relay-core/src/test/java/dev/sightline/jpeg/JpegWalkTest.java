package dev.sightline.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.jpeg.JpegWalk.Progress;
import dev.sightline.testkit.cameras.SamplePicture;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegWalkTest {

  /** Beginning, and the start of a scan without any component. */
  private static final String SCAN = "FFD8FFDA0002";

  private final JpegWalk walk = new JpegWalk();

  @ParameterizedTest
  @ValueSource(strings = {"picture 1", "exif 1", "progressive 1", "restart 1", "avi1 1"})
  void findsTheEndWithItsLastByte(String name) {
    Buffer picture = SamplePicture.named(name);
    Buffer followed = picture.copy().appendBuffer(SamplePicture.named("picture 2"));
    Buffer grown = Buffer.buffer();
    for (int i = 0; i < picture.length(); i++) {
      assertThat(walk.advance(grown)).as("%d bytes", i).isEqualTo(Progress.MORE);
      grown.appendByte(picture.getByte(i));
    }
    assertThat(walk.advance(grown)).isEqualTo(Progress.ENDED);
    walk.restart();
    assertThat(walk.advance(followed)).isEqualTo(Progress.ENDED);
    assertThat(walk.position()).isEqualTo(picture.length());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 4090, 4095, 4096, 4097, 20_000})
  void findsTheEndWhereverItLies(int data) {
    byte[] noise = new byte[data];
    new Random(data).nextBytes(noise);
    for (int i = 0; i < data; i++) {
      noise[i] = noise[i] == -1 ? 0 : noise[i];
    }
    Buffer picture = hex(SCAN).appendBytes(noise).appendBuffer(hex("FFD9"));
    assertThat(walk.advance(picture)).isEqualTo(Progress.ENDED);
    assertThat(walk.position()).isEqualTo(picture.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11FF0022FFD033FFD744", // stuffed bytes and restarts
        "FFFFFFFF00FFFF", // fill bytes
        "FF01FFBFFFC0FFE0", // damage
        "11FFC40004FFD9FFDA0002", // tables between scans hold what they like
        "11FFDA0003FF22" // another scan
      })
  void passesWhatMayStandInData(String data) {
    Buffer picture = hex(SCAN + data + "FFD9");
    assertThat(walk.advance(picture)).isEqualTo(Progress.ENDED);
    assertThat(walk.position()).isEqualTo(picture.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00",
        "FFD9",
        "FFD800",
        "FFD8FFD9", // an end without any scan
        "FFD8FFD8",
        "FFD8FFE00001", // a length less than its own field
        "FFD8FF01",
        "FFD8FFE0000200",
      })
  void tellsWhatIsNoSoundPicture(String bytes) {
    assertThat(walk.advance(hex(bytes))).isEqualTo(Progress.BROKEN);
  }

  @Test
  void breaksWhereAnotherPictureBegins() {
    assertThat(walk.advance(hex(SCAN + "112233FFD8FF"))).isEqualTo(Progress.BROKEN);
    assertThat(walk.position()).isEqualTo(9);
  }

  @Test
  void waitsForASegmentThatHasNotCome() {
    assertThat(walk.advance(hex("FFD8FFE0FFFF0000"))).isEqualTo(Progress.MORE);
  }

  private static Buffer hex(String bytes) {
    return Buffer.buffer(HexFormat.of().parseHex(bytes));
  }
}
