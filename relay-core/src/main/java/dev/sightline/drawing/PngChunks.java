package dev.sightline.drawing;

import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG (RFC 2083), looked through before anything decodes them: a decoder believes
 * the lengths that stand there, and takes what is missing for black.
 *
 * @param width pixels of a line, above zero
 * @param height lines, above zero
 * @param bytesPerPixel once decoded, rounded up
 * @param essence the same picture without the chunks that its samples don't need
 */
record PngChunks(int width, int height, int bytesPerPixel, byte[] essence) {

  private static final Buffer SIGNATURE =
      Buffer.buffer(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});

  private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
  private static final int HEADER_LENGTH = 13;
  private static final int LENGTH_AND_TYPE = 8;
  private static final int CHECKSUM = 4;

  /** Whether these bytes begin as every PNG does. */
  static boolean isPng(Buffer bytes) {
    return bytes.length() >= SIGNATURE.length()
        && bytes.slice(0, SIGNATURE.length()).equals(SIGNATURE);
  }

  /**
   * Looks through a whole PNG.
   *
   * @throws IllegalArgumentException with a sentence, when it is cut off or damaged
   */
  static PngChunks read(Buffer png) {
    refuseUnless(isPng(png), "this is no PNG");
    Buffer essence = Buffer.buffer(png.length()).appendBuffer(SIGNATURE);
    int header = SIGNATURE.length() + LENGTH_AND_TYPE;
    int at = SIGNATURE.length();
    String type = "";
    while (!type.equals("IEND")) {
      int end = endOfChunk(png, at);
      type = png.getString(at + 4, at + LENGTH_AND_TYPE, "ISO-8859-1");
      refuseUnless(hasRightChecksum(png, at, end), "the PNG is damaged: a checksum is wrong");
      refuseUnless(
          at + LENGTH_AND_TYPE != header || isHeader(type, end - at),
          "the PNG is damaged: it has no header");
      if (NEEDED.contains(type)) {
        essence.appendBuffer(png, at, end - at);
      }
      at = end;
    }
    return of(png, header, essence.getBytes());
  }

  private static PngChunks of(Buffer png, int header, byte[] essence) {
    int width = png.getInt(header);
    int height = png.getInt(header + 4);
    refuseUnless(width > 0 && height > 0, "the PNG is damaged: it has no size");
    int bits = png.getUnsignedByte(header + 8) * samplesPerPixel(png.getByte(header + 9));
    return new PngChunks(width, height, Math.max(1, bits / Byte.SIZE), essence);
  }

  /** The position behind the chunk that begins at {@code at}. */
  private static int endOfChunk(Buffer png, int at) {
    refuseUnless(at + LENGTH_AND_TYPE + CHECKSUM <= png.length(), "the PNG is cut off");
    long end = at + LENGTH_AND_TYPE + png.getUnsignedInt(at) + CHECKSUM;
    refuseUnless(end <= png.length(), "the PNG is cut off");
    return (int) end;
  }

  private static boolean hasRightChecksum(Buffer png, int at, int end) {
    CRC32 crc = new CRC32();
    crc.update(png.getBytes(at + 4, end - CHECKSUM));
    return crc.getValue() == png.getUnsignedInt(end - CHECKSUM);
  }

  private static boolean isHeader(String type, int length) {
    return type.equals("IHDR") && length == LENGTH_AND_TYPE + HEADER_LENGTH + CHECKSUM;
  }

  private static int samplesPerPixel(int colorType) {
    return switch (colorType) {
      case 0, 3 -> 1;
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> throw new IllegalArgumentException("the PNG is damaged: its colors are unknown");
    };
  }

  private static void refuseUnless(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
