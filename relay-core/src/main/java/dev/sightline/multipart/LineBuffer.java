package dev.sightline.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * One line while it comes in, ended by LF or CRLF.
 *
 * <p>Of a line beyond the capacity the end is kept, at least half of the capacity: it can only be
 * picture data, and a delimiter may be glued to its end.
 */
final class LineBuffer {

  /** Bytes looked at together, since an array is read far faster than a buffer. */
  private static final int WINDOW = 128;

  private final byte[] bytes;
  private final byte[] window = new byte[WINDOW];
  private int length;
  private boolean bare;

  LineBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** Reads on, at most to the end of the line; true when the line is complete. */
  boolean read(ChunkReader chunk) {
    while (chunk.remaining() > 0) {
      int loaded = chunk.peek(window);
      for (int i = 0; i < loaded; i++) {
        if (window[i] == '\n') {
          chunk.skip(i + 1);
          bare = length == 0 || bytes[length - 1] != '\r';
          return true;
        }
        add(window[i]);
      }
      chunk.skip(loaded);
    }
    return false;
  }

  /** Whether the last complete line ended in LF alone. */
  boolean endedBare() {
    return bare;
  }

  /** The line without its end and without blanks and NULs around it; begins the next one. */
  String take() {
    int start = 0;
    int end = length;
    while (start < end && isBlank(bytes[start])) {
      start++;
    }
    while (end > start && isBlank(bytes[end - 1])) {
      end--;
    }
    length = 0;
    return start == end ? "" : new String(bytes, start, end - start, ISO_8859_1);
  }

  private static boolean isBlank(byte value) {
    return value >= 0 && value <= ' ';
  }

  private void add(byte next) {
    if (length == bytes.length) {
      int kept = bytes.length / 2;
      System.arraycopy(bytes, length - kept, bytes, 0, kept);
      length = kept;
    }
    bytes[length++] = next;
  }
}
