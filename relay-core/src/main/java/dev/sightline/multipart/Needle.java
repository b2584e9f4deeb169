package dev.sightline.multipart;

import java.util.Arrays;

/**
 * A byte sequence to search for, by Horspool's algorithm: it looks at about one byte in as many as
 * the sequence has.
 */
final class Needle {

  private final byte[] bytes;

  /** How far to go on when a byte stands where the last one should; 0 when it is the last one. */
  private final int[] shift = new int[256];

  /** How far to go on when the last byte is right and another one is not. */
  private final int shiftAfterLast;

  /**
   * @param bytes at least one
   */
  Needle(byte[] bytes) {
    this.bytes = bytes;
    int last = bytes.length - 1;
    Arrays.fill(shift, bytes.length);
    for (int i = 0; i < last; i++) {
      shift[bytes[i] & 0xFF] = last - i;
    }
    shiftAfterLast = shift[bytes[last] & 0xFF];
    shift[bytes[last] & 0xFF] = 0;
  }

  int length() {
    return bytes.length;
  }

  /** Where to search on after a find at {@code position} that turned out not to count. */
  int after(int position) {
    return position + shiftAfterLast;
  }

  /**
   * The first place from {@code from} on where this begins, or, when it is not within the first
   * {@code end} bytes of {@code data}, the first place where it still could.
   */
  int find(byte[] data, int from, int end) {
    int length = bytes.length;
    int at = from;
    while (at + length <= end) {
      int jump = shift[data[at + length - 1] & 0xFF];
      if (jump == length) {
        at +=
            length; // Apart from the other jumps, so that the next look needn't wait for this one.
      } else if (jump > 0) {
        at += jump;
      } else if (isAt(data, at)) {
        return at;
      } else {
        at += shiftAfterLast;
      }
    }
    return at;
  }

  private boolean isAt(byte[] data, int position) {
    return Arrays.equals(data, position, position + bytes.length, bytes, 0, bytes.length);
  }
}
