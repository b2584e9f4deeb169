package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NewestPictureTest {

  private final NewestPicture newest = new NewestPicture();

  @Test
  void knowsNothingBeforeTheFirst() {
    assertThat(newest.capturedAt()).isZero();
    assertThat(newest.width()).isZero();
    assertThat(newest.height()).isZero();
  }

  @Test
  void tellsTheSizeOfThePictureThatCameLast() {
    newest.replace(frame(1, Buffer.buffer(new byte[] {(byte) 0xFF, (byte) 0xD8})));
    newest.replace(frame(2, SampleJpegs.frame(0, 2_000, Instant.EPOCH)));

    assertThat(newest.capturedAt()).isEqualTo(2);
    assertThat(newest.width()).isEqualTo(64);
    assertThat(newest.height()).isEqualTo(48);
  }

  @Test
  void tellsNoSizeOfAPictureThatSaysNone() {
    newest.replace(frame(1, SampleJpegs.frame(0, 2_000, Instant.EPOCH)));
    assertThat(newest.width()).isEqualTo(64);

    newest.replace(frame(2, Buffer.buffer(new byte[] {(byte) 0xFF, (byte) 0xD8})));

    assertThat(newest.width()).isZero();
    assertThat(newest.height()).isZero();
  }

  private static Frame frame(long capturedAt, Buffer jpeg) {
    return new Frame(new StreamId("front"), new Epoch(1, "ingest"), capturedAt, capturedAt, jpeg);
  }
}
