package dev.sightline.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;

/**
 * The bytes that viewers are sent: the {@link #preamble()} once, then per frame a {@link #header},
 * the picture, and the {@link #trailer()}.
 *
 * <pre>
 *   preamble   --boundarydonotcross
 *   header     Content-Type: image/jpeg
 *              Content-Length: 51234
 *              X-Timestamp: 1234567890.123456
 *
 *              (the JPEG)
 *   trailer
 *              --boundarydonotcross
 * </pre>
 *
 * All line ends are CRLF. A part carries the delimiter of the next one at its end, so that Firefox
 * shows a picture at once instead of one frame late, and so that the bytes of a part do not depend
 * on what the viewer was sent before: they are composed once and shared by all. The boundary and
 * the spelling are those of mjpg-streamer, since its readers look for them as they are. There is no
 * closing delimiter: browsers stop for good at one, and a live stream ends with its connection.
 *
 * <p>May be called by any thread. Every call makes a new buffer, which belongs to the caller.
 */
public final class PartWriter {

  /** Free of characters that have a meaning in regular expressions, where readers put it. */
  public static final String BOUNDARY = "boundarydonotcross";

  /** The response header's value: one space, no quotes, as the strictest readers want it. */
  public static final String CONTENT_TYPE = "multipart/x-mixed-replace; boundary=" + BOUNDARY;

  private static final String DELIMITER = "--" + BOUNDARY + "\r\n";
  private static final String HEADER = "Content-Type: image/jpeg\r\nContent-Length: ";
  private static final String TIMESTAMP = "\r\nX-Timestamp: ";
  private static final String HEADER_END = "\r\n\r\n";
  private static final String TRAILER = "\r\n" + DELIMITER;

  private static final int MICROS = 1_000_000;

  /** Room for both numbers, so that the header is put together without growing. */
  private static final int NUMBERS = 40;

  private PartWriter() {}

  /** What a viewer is sent first: the delimiter before the first part. */
  public static Buffer preamble() {
    return latin(DELIMITER);
  }

  /**
   * What comes before the picture in a part.
   *
   * @param capturedAt microseconds since 1970, not negative
   * @param length bytes of the picture
   */
  public static Buffer header(long capturedAt, int length) {
    StringBuilder text =
        new StringBuilder(HEADER.length() + TIMESTAMP.length() + HEADER_END.length() + NUMBERS)
            .append(HEADER)
            .append(length)
            .append(TIMESTAMP);
    return latin(appendTimestamp(text, capturedAt).append(HEADER_END).toString());
  }

  /** What comes after the picture in a part: the delimiter of the next one. */
  public static Buffer trailer() {
    return latin(TRAILER);
  }

  /**
   * A time as {@code X-Timestamp} has it: seconds since 1970 with six decimals.
   *
   * @param capturedAt microseconds since 1970, not negative
   */
  public static String timestamp(long capturedAt) {
    return appendTimestamp(new StringBuilder(NUMBERS), capturedAt).toString();
  }

  private static StringBuilder appendTimestamp(StringBuilder text, long capturedAt) {
    // A fraction of six digits with its leading zeros: the one added in front turns into the point.
    text.append(capturedAt / MICROS);
    int point = text.length();
    text.append(MICROS + capturedAt % MICROS).setCharAt(point, '.');
    return text;
  }

  private static Buffer latin(String text) {
    return Buffer.buffer(text.getBytes(ISO_8859_1));
  }
}
