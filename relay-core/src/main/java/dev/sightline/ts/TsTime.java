package dev.sightline.ts;

/**
 * Times in units of 90 kHz, of which 33 bits are kept, so that they begin anew every 26.5 hours.
 */
final class TsTime {

  static final long PER_SECOND = 90_000;

  private static final int BITS = 33;
  private static final long MASK = (1L << BITS) - 1;

  private TsTime() {}

  static long plus(long time, long shift) {
    return time + shift & MASK;
  }

  /** How much later {@code time} is than {@code other}, going the shorter way round. */
  static long since(long other, long time) {
    return ((time - other) << (Long.SIZE - BITS)) >> (Long.SIZE - BITS);
  }

  /** A time as a PES header has it: in five bytes, with bits between that are always set. */
  static long read(byte[] bytes, int at) {
    return (bytes[at] & 0x0EL) << 29
        | (bytes[at + 1] & 0xFFL) << 22
        | (bytes[at + 2] & 0xFEL) << 14
        | (bytes[at + 3] & 0xFFL) << 7
        | (bytes[at + 4] & 0xFEL) >> 1;
  }

  /** Writes a time over another, whose first four bits tell which one it is and stay. */
  static void write(byte[] bytes, int at, long time) {
    bytes[at] = (byte) ((bytes[at] & 0xF0) | ((time >> 29) & 0x0E) | 1);
    bytes[at + 1] = (byte) (time >> 22);
    bytes[at + 2] = (byte) (((time >> 14) & 0xFE) | 1);
    bytes[at + 3] = (byte) (time >> 7);
    bytes[at + 4] = (byte) ((time << 1) | 1);
  }
}
