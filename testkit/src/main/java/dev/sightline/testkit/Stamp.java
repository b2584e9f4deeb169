package dev.sightline.testkit;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * What a sample picture says about itself, in a comment segment:
 *
 * <pre>
 *   0        8          12       20     24         28
 *   | magic  | sequence | madeAt | size | checksum | padding ...
 * </pre>
 *
 * <p>The checksum is the CRC-32 of all bytes of the picture but its own four, so one changed,
 * missing or foreign byte anywhere is noticed.
 *
 * @param sequence the number that the camera gave the picture
 * @param madeAt when it was made, nanoseconds of the wall clock as far as the clock has them
 * @param size bytes of the whole picture
 */
public record Stamp(int sequence, Instant madeAt, int size) {

  static final int BYTES = 28;

  /** "SLSTAMP1" in ASCII. */
  private static final long MAGIC = 0x534C_5354_414D_5031L;

  private static final int SEQUENCE = 8;
  private static final int MADE_AT = 12;
  private static final int SIZE = 20;
  private static final int CHECKSUM = 24;

  /** The stamp of a sample picture; empty when {@code jpeg} carries none. Proves no other byte. */
  public static Optional<Stamp> read(Buffer jpeg) {
    OptionalInt at = find(jpeg);
    return at.isPresent() ? Optional.of(readAt(jpeg, at.getAsInt())) : Optional.empty();
  }

  /** Whether {@code jpeg} is, byte for byte, a picture that {@link SampleJpegs} made. */
  public static boolean verify(Buffer jpeg) {
    OptionalInt at = find(jpeg);
    return at.isPresent()
        && jpeg.getInt(at.getAsInt() + SIZE) == jpeg.length()
        && jpeg.getInt(at.getAsInt() + CHECKSUM) == checksum(jpeg, at.getAsInt());
  }

  /** Time from the making of the picture to {@code when}, by the same clock. */
  public Duration ageAt(Instant when) {
    return Duration.between(madeAt, when);
  }

  /** Fills in the stamp of a picture that is otherwise complete. */
  void writeAt(Buffer jpeg, int at) {
    jpeg.setLong(at, MAGIC);
    jpeg.setInt(at + SEQUENCE, sequence);
    jpeg.setLong(at + MADE_AT, toNanos(madeAt));
    jpeg.setInt(at + SIZE, size);
    jpeg.setInt(at + CHECKSUM, checksum(jpeg, at));
  }

  private static OptionalInt find(Buffer jpeg) {
    OptionalInt at = JpegSegments.findComment(jpeg, MAGIC);
    boolean fits = at.isPresent() && at.getAsInt() + BYTES <= jpeg.length();
    return fits ? at : OptionalInt.empty();
  }

  private static Stamp readAt(Buffer jpeg, int at) {
    return new Stamp(
        jpeg.getInt(at + SEQUENCE),
        Instant.ofEpochSecond(0, jpeg.getLong(at + MADE_AT)),
        jpeg.getInt(at + SIZE));
  }

  private static int checksum(Buffer jpeg, int at) {
    byte[] bytes = jpeg.getBytes();
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, at + CHECKSUM);
    int after = at + CHECKSUM + Integer.BYTES;
    crc.update(bytes, after, bytes.length - after);
    return (int) crc.getValue();
  }

  private static long toNanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }
}
