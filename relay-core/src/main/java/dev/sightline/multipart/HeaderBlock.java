package dev.sightline.multipart;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The header of one part while it is read; bounded by the parser's limit on header bytes.
 *
 * <p>Only the length of the body is understood here, since no part needs more to be read; the lines
 * are kept as they are for whoever asks the {@link Part} for its fields.
 */
final class HeaderBlock {

  /** Says of the body that its length isn't known. */
  static final long UNKNOWN = -1;

  private static final String CONTENT_PREFIX = "Content-";
  private static final String CONTENT_LENGTH = "Content-Length";
  private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*\\s*:.*");

  /** As many digits as fit a long. */
  private static final int MOST_DIGITS = 18;

  private final List<String> lines = new ArrayList<>(4);
  private boolean hasLength;
  private long contentLength = UNKNOWN;
  private boolean hasOddLength;
  private boolean hasOddSpelling;

  /** Whether {@code line} has the form of a header field. */
  static boolean isField(String line) {
    return FIELD.matcher(line).matches();
  }

  /** Whether {@code line} is a field that only a part's header has, so that a part begins there. */
  static boolean isContentField(String line) {
    return line.regionMatches(true, 0, CONTENT_PREFIX, 0, CONTENT_PREFIX.length())
        && line.indexOf(':') > 0;
  }

  /** Adds a line; one without a name or a colon says nothing and is left out. */
  void add(String line) {
    int colon = line.indexOf(':');
    if (colon > 0) {
      lines.add(line);
      hasOddSpelling |= isOddlySpelled(line, colon);
      if (!hasLength && isLength(line, colon)) {
        hasLength = true;
        String digits = line.substring(colon + 1).strip();
        contentLength = number(digits);
        hasOddLength = contentLength == UNKNOWN || digits.length() + 2 < line.length() - colon;
      }
    }
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** The announced length of the body in bytes, or {@link #UNKNOWN} when none can be read. */
  long contentLength() {
    return contentLength;
  }

  /** Whether the length is padded by more than one blank, or can't be read. */
  boolean hasOddLength() {
    return hasOddLength;
  }

  /** Whether a field is not written as in {@code Some-Name: value}. */
  boolean hasOddSpelling() {
    return hasOddSpelling;
  }

  List<String> lines() {
    return lines;
  }

  private static boolean isOddlySpelled(String line, int colon) {
    boolean wordBegins = true;
    for (int i = 0; i < colon; i++) {
      char letter = line.charAt(i);
      if (wordBegins && letter >= 'a' && letter <= 'z') {
        return true;
      }
      wordBegins = letter == '-';
    }
    return colon + 1 < line.length() && line.charAt(colon + 1) != ' ';
  }

  private static boolean isLength(String line, int colon) {
    return line.regionMatches(true, 0, CONTENT_LENGTH, 0, CONTENT_LENGTH.length())
        && line.substring(CONTENT_LENGTH.length(), colon).isBlank();
  }

  private static long number(String digits) {
    if (digits.isEmpty() || digits.length() > MOST_DIGITS) {
      return UNKNOWN;
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return UNKNOWN;
      }
      value = 10 * value + digit;
    }
    return value;
  }
}
