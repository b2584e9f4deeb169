package dev.sightline.ts;

/**
 * One packet, where it lies in memory, so that it can be rewritten there:
 *
 * <pre>
 *   0      1                            3                          4
 *   | 0x47 | error, start, PID (13 bit) | scrambled, what, counter | adaptation field? | payload?
 * </pre>
 *
 * <p>Belongs to whoever it is handed to until the handler returns.
 */
record TsPacket(byte[] bytes, int at) {

  static final int SIZE = 188;
  static final byte SYNC = 0x47;
  static final int HEADER = 4;

  /** Packets that only fill the line. */
  static final int NULL_PID = 0x1FFF;

  private static final int ERROR = 0x80;
  private static final int START = 0x40;
  private static final int PID_HIGH = 0x1F;
  private static final int SCRAMBLED = 0xC0;
  private static final int ADAPTATION = 0x20;
  private static final int PAYLOAD = 0x10;
  private static final int COUNTER = 0x0F;

  private static final int DISCONTINUITY = 0x80;
  private static final int RANDOM_ACCESS = 0x40;
  private static final int PCR = 0x10;

  /** Length, flags and six bytes of clock. */
  private static final int PCR_FIELD = 8;

  private static final int PCR_AT = HEADER + 2;

  int pid() {
    return ((value(1) & PID_HIGH) << 8) | value(2);
  }

  void pid(int pid) {
    bytes[at + 1] = (byte) ((value(1) & ~PID_HIGH) | (pid >> 8));
    bytes[at + 2] = (byte) pid;
  }

  int counter() {
    return value(3) & COUNTER;
  }

  void counter(int counter) {
    bytes[at + 3] = (byte) ((value(3) & ~COUNTER) | counter);
  }

  /** Whether whoever received it before us found it whole, and its header makes sense. */
  boolean isSound() {
    return (value(1) & ERROR) == 0
        && (value(3) & (ADAPTATION | PAYLOAD)) != 0
        && payload() <= (hasPayload() ? end() - 1 : end());
  }

  /** Whether a section or a PES packet begins in it. */
  boolean isStart() {
    return (value(1) & START) != 0 && hasPayload();
  }

  boolean isScrambled() {
    return (value(3) & SCRAMBLED) != 0;
  }

  boolean hasPayload() {
    return (value(3) & PAYLOAD) != 0;
  }

  /** Where the payload begins. */
  int payload() {
    return at + HEADER + adaptation();
  }

  /** Where the packet ends. */
  int end() {
    return at + SIZE;
  }

  boolean isRandomAccess() {
    return adaptation() > 1 && (value(HEADER + 1) & RANDOM_ACCESS) != 0;
  }

  /** Takes back that the upload's counters or clock jump here, which ours don't. */
  void clearDiscontinuity() {
    if (adaptation() > 1) {
      bytes[at + HEADER + 1] = (byte) (value(HEADER + 1) & ~DISCONTINUITY);
    }
  }

  boolean hasPcr() {
    return adaptation() >= PCR_FIELD && (value(HEADER + 1) & PCR) != 0;
  }

  /** The program's clock in units of 90 kHz; the finer ones stay as they are. */
  long pcr() {
    long high = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 8 | value(PCR_AT + i);
    }
    return high << 1 | value(PCR_AT + 4) >> 7;
  }

  void pcr(long time) {
    for (int i = 0; i < 4; i++) {
      bytes[at + PCR_AT + i] = (byte) (time >> (25 - 8 * i));
    }
    bytes[at + PCR_AT + 4] = (byte) ((value(PCR_AT + 4) & 0x7F) | ((time & 1) << 7));
  }

  /** Bytes of the adaptation field together with its length. */
  private int adaptation() {
    return (value(3) & ADAPTATION) == 0 ? 0 : 1 + value(HEADER);
  }

  private int value(int offset) {
    return bytes[at + offset] & 0xFF;
  }
}
