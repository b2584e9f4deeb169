package dev.sightline.ts;

/**
 * The header of a PES packet, as far as it matters here:
 *
 * <pre>
 *   0          3           4        6   7       8        9      14
 *   | 00 00 01 | stream id | length | - | which | length | PTS? | DTS? | ... | payload
 * </pre>
 *
 * @param pts where the time of showing stands, or 0
 * @param dts where the time of decoding stands, or 0 when it is the same
 * @param payload where the payload begins, which may be behind the packet's end
 */
record PesHeader(byte[] bytes, int pts, int dts, int payload) {

  private static final int PREFIX = 6;
  private static final int FIXED = 9;
  private static final int WHICH = 7;
  private static final int TIME = 5;

  /** Whether a PES packet begins at the payload of this packet; some streams have sections. */
  static boolean begins(TsPacket packet) {
    int at = packet.payload();
    return packet.isStart()
        && !packet.isScrambled()
        && at + PREFIX <= packet.end()
        && packet.bytes()[at] == 0
        && packet.bytes()[at + 1] == 0
        && packet.bytes()[at + 2] == 1;
  }

  /** Whether a header begins in this packet and its times don't, which nothing can shift then. */
  static boolean isTorn(TsPacket packet) {
    return begins(packet) && of(packet) == null;
  }

  /** The header in a packet in which one begins; null when its times aren't in the same packet. */
  static PesHeader of(TsPacket packet) {
    byte[] bytes = packet.bytes();
    int at = packet.payload();
    if (!hasTimes(bytes[at + 3] & 0xFF)) {
      return new PesHeader(bytes, 0, 0, at + PREFIX);
    }
    if (at + FIXED > packet.end()) {
      return null;
    }
    int which = bytes[at + WHICH] & 0xC0;
    int times = which == 0xC0 ? 2 : which == 0x80 ? 1 : 0;
    int payload = at + FIXED + (bytes[at + FIXED - 1] & 0xFF);
    if (at + FIXED + times * TIME > Math.min(payload, packet.end())) {
      return null;
    }
    int pts = times > 0 ? at + FIXED : 0;
    return new PesHeader(bytes, pts, times > 1 ? pts + TIME : 0, payload);
  }

  boolean hasTime() {
    return pts > 0;
  }

  /** The time of decoding, which never goes back within a stream. */
  long time() {
    return TsTime.read(bytes, dts > 0 ? dts : pts);
  }

  void shift(long by) {
    TsTime.write(bytes, pts, TsTime.plus(TsTime.read(bytes, pts), by));
    if (dts > 0) {
      TsTime.write(bytes, dts, TsTime.plus(TsTime.read(bytes, dts), by));
    }
  }

  /** Stream maps, padding and the like have payload where others have times. */
  private static boolean hasTimes(int streamId) {
    return switch (streamId) {
      case 0xBC, 0xBE, 0xBF, 0xF0, 0xF1, 0xF2, 0xF8, 0xFF -> false;
      default -> true;
    };
  }
}
