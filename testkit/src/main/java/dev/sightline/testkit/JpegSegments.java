package dev.sightline.testkit;

import io.vertx.core.buffer.Buffer;
import java.util.OptionalInt;

/** Walks the markers of a JPEG (ITU-T T.81, annex B) and knows nothing of what they mean. */
final class JpegSegments {

  static final int SOI = 0xFFD8;
  static final int EOI = 0xFFD9;
  static final int COM = 0xFFFE;

  /** Marker and length field: what a segment holds besides its payload. */
  static final int OVERHEAD = 4;

  /** The length field counts itself, so two bytes less than its largest value. */
  static final int MAX_PAYLOAD = 65_533;

  private static final int SOS = 0xFFDA;
  private static final int RST0 = 0xFFD0;
  private static final int RST7 = 0xFFD7;

  private JpegSegments() {}

  /**
   * Whether {@code jpeg} is one image from its first marker to an end marker that is its last two
   * bytes. Thumbnails inside segments are passed over, since segments are skipped by their length.
   */
  static boolean isWhole(Buffer jpeg) {
    if (jpeg.length() < 4 || jpeg.getUnsignedShort(0) != SOI) {
      return false;
    }
    int at = 2;
    while (at + OVERHEAD <= jpeg.length()) {
      int marker = jpeg.getUnsignedShort(at);
      if (!startsSegment(marker)) {
        return false;
      }
      at = end(jpeg, at);
      if (marker == SOS) {
        at = endOfScan(jpeg, at);
      }
      if (at + 2 == jpeg.length() && jpeg.getUnsignedShort(at) == EOI) {
        return true;
      }
    }
    return false;
  }

  /** Where the payload of the first comment that begins with {@code magic} starts. */
  static OptionalInt findComment(Buffer jpeg, long magic) {
    if (jpeg.length() < 2 || jpeg.getUnsignedShort(0) != SOI) {
      return OptionalInt.empty();
    }
    int at = 2;
    while (at + OVERHEAD + Long.BYTES <= jpeg.length()) {
      int marker = jpeg.getUnsignedShort(at);
      if (marker == COM && jpeg.getLong(at + OVERHEAD) == magic) {
        return OptionalInt.of(at + OVERHEAD);
      }
      if (marker == SOS || !startsSegment(marker)) {
        return OptionalInt.empty();
      }
      at = end(jpeg, at);
    }
    return OptionalInt.empty();
  }

  /** Where the segment that begins at {@code at} ends. */
  static int end(Buffer jpeg, int at) {
    return at + 2 + jpeg.getUnsignedShort(at + 2);
  }

  private static boolean startsSegment(int marker) {
    return marker > 0xFFBF && marker < 0xFFFF && marker != SOI && marker != EOI && !isReset(marker);
  }

  private static boolean isReset(int marker) {
    return marker >= RST0 && marker <= RST7;
  }

  /** The next marker after entropy-coded bytes, in which FF00 and restart markers may occur. */
  private static int endOfScan(Buffer jpeg, int from) {
    int at = from;
    while (at + 2 <= jpeg.length()) {
      int marker = jpeg.getUnsignedShort(at);
      if (marker > 0xFF00 && marker < 0xFFFF && !isReset(marker)) {
        return at;
      }
      at++;
    }
    return jpeg.length();
  }
}
