package dev.sightline.multipart;

import io.vertx.core.buffer.Buffer;

/**
 * Where a JPEG begins and ends: start-of-image FFD8, end-of-image FFD9 (ITU-T T.81, B.1.1.3).
 *
 * <p>Looks at both ends only. An embedded thumbnail has both markers too, so what lies between says
 * nothing.
 */
final class JpegBounds {

  /** How many bytes of padding behind the end-of-image marker are still taken for padding. */
  static final int MAX_PADDING = 64;

  private static final int SHORTEST = 4;

  private JpegBounds() {}

  /** Whether {@code body} is one JPEG, padding behind it allowed. */
  static boolean hold(Buffer body) {
    int length = body.length();
    return length >= SHORTEST
        && isMarker(body, 0, 0xD8)
        && isMarker(body, unpaddedLength(body, length) - 2, 0xD9);
  }

  /** Whether an end-of-image marker stands right before {@code end}. */
  static boolean endBefore(Buffer body, int end) {
    return end >= 2 && isMarker(body, end - 2, 0xD9);
  }

  private static int unpaddedLength(Buffer body, int length) {
    int shortest = Math.max(SHORTEST, length - MAX_PADDING);
    int end = length;
    while (end > shortest && isPadding(body.getByte(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean isPadding(byte value) {
    return value == '\r' || value == '\n' || value == ' ' || value == 0;
  }

  private static boolean isMarker(Buffer body, int at, int code) {
    return body.getByte(at) == (byte) 0xFF && body.getByte(at + 1) == (byte) code;
  }
}
