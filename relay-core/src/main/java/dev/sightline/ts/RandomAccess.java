package dev.sightline.ts;

/**
 * Tells whether a decoder of video can begin at a PES packet: by the flag that most programs set,
 * and by what the picture begins with, for those that don't.
 */
final class RandomAccess {

  private static final int MPEG_1 = 0x01;
  private static final int MPEG_2 = 0x02;
  private static final int H264 = 0x1B;
  private static final int H265 = 0x24;

  private static final int SEQUENCE_HEADER = 0xB3;
  private static final int H264_PARAMETERS = 7;
  private static final int H265_PARAMETERS = 32;

  private RandomAccess() {}

  static boolean isAt(TsPacket packet, int streamType) {
    return packet.isStart()
        && (packet.isRandomAccess()
            || (PesHeader.begins(packet) && beginsWithHeaders(packet, streamType)));
  }

  private static boolean beginsWithHeaders(TsPacket packet, int streamType) {
    PesHeader header = PesHeader.of(packet);
    byte[] bytes = packet.bytes();
    for (int i = header == null ? packet.end() : header.payload(); i + 4 <= packet.end(); i++) {
      boolean isStartCode = bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1;
      if (isStartCode && isHeader(bytes[i + 3] & 0xFF, streamType)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHeader(int code, int streamType) {
    return switch (streamType) {
      case MPEG_1, MPEG_2 -> code == SEQUENCE_HEADER;
      case H264 -> (code & 0x1F) == H264_PARAMETERS;
      case H265 -> (code >> 1 & 0x3F) == H265_PARAMETERS;
      default -> false;
    };
  }
}
