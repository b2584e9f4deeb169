package dev.sightline.jpeg;

/** The second bytes of markers (ITU-T T.81, table B.1). */
final class JpegMarkers {

  /** The first byte of each marker; any number of them may stand before the second (B.1.1.2). */
  static final int PREFIX = 0xFF;

  static final int SOF0 = 0xC0;
  static final int SOF1 = 0xC1;
  static final int DHT = 0xC4;
  static final int DAC = 0xCC;
  static final int SOI = 0xD8;
  static final int EOI = 0xD9;
  static final int SOS = 0xDA;
  static final int DQT = 0xDB;
  static final int DNL = 0xDC;
  static final int DRI = 0xDD;
  static final int COM = 0xFE;

  private static final int JPG = 0xC8;
  private static final int SOF15 = 0xCF;

  private JpegMarkers() {}

  /** Whether a segment of stated length follows the marker. */
  static boolean beginsSegment(int code) {
    return (code >= SOF0 && code <= SOF15) || (code >= SOS && code <= COM);
  }

  /** Whether the segment describes the frame: its size and how it is coded. */
  static boolean isFrame(int code) {
    return code >= SOF0 && code <= SOF15 && code != DHT && code != JPG && code != DAC;
  }

  /** Whether the segment may stand between two scans, so that it ends entropy-coded data. */
  static boolean maySeparateScans(int code) {
    return switch (code) {
      case DHT, DAC, SOS, DQT, DNL, DRI, COM -> true;
      default -> false;
    };
  }
}
