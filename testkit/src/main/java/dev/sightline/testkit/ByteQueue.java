package dev.sightline.testkit;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that have arrived and are not yet understood: chunks go in, lines and blocks come out. For
 * one thread. Holds what its user leaves in it, so the user bounds that.
 */
final class ByteQueue {

  /** The longest line: twice what the most generous HTTP servers take. */
  static final int MAX_LINE = 16 * 1024;

  private byte[] bytes = new byte[1_024];
  private int start;
  private int end;
  private boolean lastLineWasBare;

  void append(Buffer chunk) {
    makeRoomFor(chunk.length());
    chunk.getBytes(bytes, end);
    end += chunk.length();
  }

  int length() {
    return end - start;
  }

  /**
   * The next line without its end; null while it is incomplete.
   *
   * @throws MalformedStreamException when the line grows past {@link #MAX_LINE}
   */
  String takeLine() {
    int feed = indexOf('\n', 0);
    if (feed < 0) {
      if (length() > MAX_LINE) {
        throw new MalformedStreamException("a line has no end within " + MAX_LINE + " bytes");
      }
      return null;
    }
    boolean bare = feed == 0 || bytes[start + feed - 1] != '\r';
    lastLineWasBare = bare;
    String line = new String(bytes, start, bare ? feed : feed - 1, StandardCharsets.ISO_8859_1);
    start += feed + 1;
    return line;
  }

  /** Whether the line taken last ended in a line feed without carriage return. */
  boolean lastLineWasBare() {
    return lastLineWasBare;
  }

  /** The next {@code count} bytes, which must be there. */
  Buffer take(int count) {
    Buffer taken = Buffer.buffer(count).appendBytes(bytes, start, count);
    start += count;
    return taken;
  }

  void skip(int count) {
    start += count;
  }

  /** Where {@code wanted} begins, counted from the next byte, at {@code from} or later; or -1. */
  int indexOf(byte[] wanted, int from) {
    for (int at = indexOf(wanted[0], from); at >= 0; at = indexOf(wanted[0], at + 1)) {
      if (at + wanted.length > length()) {
        return -1;
      }
      int first = start + at;
      if (Arrays.equals(bytes, first, first + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }

  private int indexOf(int wanted, int from) {
    for (int at = start + from; at < end; at++) {
      if (bytes[at] == wanted) {
        return at - start;
      }
    }
    return -1;
  }

  private void makeRoomFor(int count) {
    if (end + count <= bytes.length) {
      return;
    }
    int needed = length() + count;
    byte[] target = needed <= bytes.length ? bytes : new byte[Math.max(needed, 2 * bytes.length)];
    System.arraycopy(bytes, start, target, 0, length());
    end = length();
    start = 0;
    bytes = target;
  }
}
