package dev.sightline.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sightline.jpeg.Jpeg;
import io.vertx.core.buffer.Buffer;

/**
 * Finds the delimiter that ends a body of unknown length, while the body grows; never goes back
 * behind bytes that it has excluded.
 *
 * <p>A delimiter is {@code --token} at the start of a line or right behind the end of a JPEG, since
 * some cameras leave the line end out there, with nothing but dashes and blanks up to the end of
 * its own line. Anywhere else, as behind a picture that was cut short, it counts when the beginning
 * of a part follows.
 */
final class DelimiterSearch {

  /** The most dashes in front of a delimiter, and dashes and blanks behind it. */
  private static final int MAX_TRIMMING = 32;

  /** The longest name of a header field behind a delimiter in the middle of a line. */
  private static final int MAX_NAME = 64;

  /** Bytes looked at together, since an array is read far faster than a buffer. */
  private static final int WINDOW = 4096;

  private static final int UNDECIDED = -1;
  private static final int REJECTED = -2;

  private final String token;
  private final Needle needle;
  private final byte[] window = new byte[WINDOW];
  private int at;
  private int bodyEnd;
  private int delimiterEnd;
  private int lineEnd;
  private boolean isGlued;

  /** Searches for {@code boundary}; finds nothing when that is unknown. */
  DelimiterSearch(Boundary boundary) {
    token = boundary.isKnown() ? "--" + boundary.token() : "";
    needle = new Needle(("--" + boundary.token()).getBytes(ISO_8859_1));
  }

  /** Begins a new body. */
  void restart() {
    at = 0;
  }

  /** Searches on in the same body, to which bytes were added; true when its delimiter is found. */
  boolean find(Buffer body) {
    lineEnd = REJECTED;
    while (!token.isEmpty() && lineEnd == REJECTED && at + needle.length() <= body.length()) {
      int loaded = Math.min(WINDOW, body.length() - at);
      body.getBytes(at, at + loaded, window);
      findInWindow(body, loaded);
    }
    return lineEnd >= 0;
  }

  /** How many bytes precede the delimiter and its own line end. */
  int bodyEnd() {
    return bodyEnd;
  }

  /** Where the search goes on: in front of it there is no delimiter. */
  int position() {
    return at;
  }

  /** Where the part after the delimiter begins. */
  int lineEnd() {
    return lineEnd;
  }

  /** Whether the delimiter stands in the line that the body ends with. */
  boolean isGlued() {
    return isGlued;
  }

  /** Whether dashes follow the delimiter, as they follow the closing one. */
  boolean looksClosing(Buffer body) {
    return delimiterEnd < body.length() && body.getByte(delimiterEnd) == '-';
  }

  /** What is searched for; empty when nothing is. */
  String token() {
    return token;
  }

  /** The most bytes by which a body can outgrow its real end before the delimiter is found. */
  int reach() {
    return needle.length() + 3 * MAX_TRIMMING + MAX_NAME + "\r\n".length();
  }

  private void findInWindow(Buffer body, int loaded) {
    int found = needle.find(window, 0, loaded);
    while (found + needle.length() <= loaded) {
      judge(body, at + found);
      if (lineEnd != REJECTED) {
        break;
      }
      found = needle.find(window, needle.after(found), loaded);
    }
    at += found;
  }

  private void judge(Buffer body, int position) {
    delimiterEnd = position + needle.length();
    boolean isExpected = beginsLine(body, position);
    int end = endOfLine(body, delimiterEnd);
    lineEnd = isExpected || end < 0 ? end : ifPartFollows(body, end);
  }

  private boolean beginsLine(Buffer body, int position) {
    int start = position;
    while (start > 0 && position - start < MAX_TRIMMING && body.getByte(start - 1) == '-') {
      start--;
    }
    bodyEnd = withoutLineEnd(body, start);
    isGlued = start > 0 && bodyEnd == start;
    return !isGlued || Jpeg.endsBefore(body, start);
  }

  /** {@code lineEnd}, if a header field or a picture begins behind it and blank lines. */
  private static int ifPartFollows(Buffer body, int lineEnd) {
    int from = lineEnd;
    while (from < body.length() && isLineEnd(body.getByte(from))) {
      if (++from - lineEnd > MAX_TRIMMING) {
        return REJECTED;
      }
    }
    int end = Math.min(body.length(), from + MAX_NAME);
    for (int i = from; i < end; i++) {
      byte next = body.getByte(i);
      if (next == ':' ? i > from : i == from && next == (byte) 0xFF) {
        return lineEnd;
      }
      if (!isInName(next)) {
        return REJECTED;
      }
    }
    return end < from + MAX_NAME ? UNDECIDED : REJECTED;
  }

  private static boolean isLineEnd(byte value) {
    return value == '\r' || value == '\n';
  }

  private static boolean isInName(byte value) {
    return (value >= 'a' && value <= 'z')
        || (value >= 'A' && value <= 'Z')
        || (value >= '0' && value <= '9')
        || value == '-'
        || value == '_';
  }

  private static int withoutLineEnd(Buffer body, int end) {
    if (end == 0 || body.getByte(end - 1) != '\n') {
      return end;
    }
    return end > 1 && body.getByte(end - 2) == '\r' ? end - 2 : end - 1;
  }

  private static int endOfLine(Buffer body, int from) {
    int end = Math.min(body.length(), from + MAX_TRIMMING);
    for (int i = from; i < end; i++) {
      switch (body.getByte(i)) {
        case '\n' -> {
          return i + 1;
        }
        case '-', ' ', '\t', '\r' -> {}
        // The line end was forgotten and the first header field, Content-Type or -Length, follows.
        case 'C', 'c' -> {
          return i;
        }
        default -> {
          return REJECTED;
        }
      }
    }
    return end < from + MAX_TRIMMING ? UNDECIDED : REJECTED;
  }
}
