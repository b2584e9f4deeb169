package dev.sightline.ts;

/** The checksum of sections. The one of java.util.zip has its bits the other way round. */
final class Crc32 {

  static final int BYTES = 4;

  private static final int POLYNOMIAL = 0x04C11DB7;
  private static final int[] TABLE = table();

  private Crc32() {}

  /** The checksum of the first bytes; 0 when the last four of them are that of the others. */
  static int of(byte[] bytes, int length) {
    int crc = -1;
    for (int i = 0; i < length; i++) {
      crc = (crc << 8) ^ TABLE[(crc >>> 24) ^ (bytes[i] & 0xFF)];
    }
    return crc;
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc < 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
      }
      table[i] = crc;
    }
    return table;
  }
}
