package dev.sightline.jpeg;

import io.vertx.core.buffer.Buffer;

/**
 * Where a JPEG begins and ends: start-of-image FFD8, end-of-image FFD9 (ITU-T T.81, B.1.1.3).
 *
 * <p>Looks at both ends only. An embedded thumbnail has both markers too, so what lies between says
 * nothing; and decoders tolerate strange middles, so a strange middle is no reason to refuse.
 */
public final class Jpeg {

  /** How many bytes of padding behind the end-of-image marker are still taken for padding. */
  static final int MAX_PADDING = 64;

  private static final int MARKER = 2;
  private static final int SHORTEST = 2 * MARKER;

  private Jpeg() {}

  /** Judges {@code body} by its ends; padding behind the end-of-image marker is allowed. */
  public static JpegVerdict judge(Buffer body) {
    if (body.length() == 0) {
      return JpegVerdict.EMPTY;
    }
    if (!begins(body)) {
      return JpegVerdict.NOT_A_JPEG;
    }
    boolean ends = body.length() >= SHORTEST && endsBefore(body, unpaddedLength(body));
    return ends ? JpegVerdict.WHOLE : JpegVerdict.TRUNCATED;
  }

  /** Whether {@code body} begins with a start-of-image marker. */
  public static boolean begins(Buffer body) {
    return body.length() >= MARKER && isMarker(body, 0, JpegMarkers.SOI);
  }

  /** Whether an end-of-image marker stands right before {@code end}. */
  public static boolean endsBefore(Buffer body, int end) {
    return end >= MARKER && isMarker(body, end - MARKER, JpegMarkers.EOI);
  }

  private static int unpaddedLength(Buffer body) {
    int shortest = Math.max(SHORTEST, body.length() - MAX_PADDING);
    int end = body.length();
    while (end > shortest && isPadding(body.getByte(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean isPadding(byte value) {
    return value == '\r' || value == '\n' || value == ' ' || value == 0;
  }

  private static boolean isMarker(Buffer body, int at, int code) {
    return body.getUnsignedByte(at) == JpegMarkers.PREFIX && body.getUnsignedByte(at + 1) == code;
  }
}
