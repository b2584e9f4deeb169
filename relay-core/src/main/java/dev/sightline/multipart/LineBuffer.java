package dev.sightline.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * One line while it comes in, ended by LF or CRLF.
 *
 * <p>Of a line beyond the capacity the end is kept, at least half of the capacity: it can only be
 * picture data, and a delimiter may be glued to its end.
 */
final class LineBuffer {

  private final byte[] bytes;
  private int length;

  LineBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** Reads on, at most to the end of the line; true when the line is complete. */
  boolean read(ChunkReader chunk) {
    while (chunk.remaining() > 0) {
      byte next = chunk.next();
      if (next == '\n') {
        return true;
      }
      add(next);
    }
    return false;
  }

  /** The line without its end and without blanks and NULs around it; begins the next one. */
  String take() {
    String line = new String(bytes, 0, length, ISO_8859_1);
    length = 0;
    return line.trim();
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
