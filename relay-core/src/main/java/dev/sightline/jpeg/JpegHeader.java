package dev.sightline.jpeg;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * What a JPEG says of itself before its first scan.
 *
 * @param width pixels of a line, above zero
 * @param height lines, above zero
 * @param isBaseline whether it is coded as the standard tables can decode it: sequentially, by
 *     Huffman's code, with 8 bits a sample
 * @param hasHuffmanTables whether it brings any Huffman table for its first scan
 * @param scan where the first start-of-scan marker stands, in bytes from the beginning
 */
public record JpegHeader(
    int width, int height, boolean isBaseline, boolean hasHuffmanTables, int scan) {

  /**
   * Reads the segments up to the first scan, by their lengths, so that the cost doesn't depend on
   * the size of the picture.
   *
   * @return nothing when the bytes don't have that structure, whatever they are
   */
  public static Optional<JpegHeader> of(Buffer jpeg) {
    return Jpeg.begins(jpeg) ? new Walk(jpeg).header() : Optional.empty();
  }

  /** The position within one picture, and what was found before it. */
  private static final class Walk {

    private static final int MARKER = 2;
    private static final int LENGTH_FIELD = 2;

    /** Length, precision, height, width: what is read of a frame's segment. */
    private static final int FRAME_FIELDS = 7;

    private static final int EIGHT_BITS = 8;

    private final Buffer jpeg;
    private int at = MARKER;
    private int width;
    private int height;
    private boolean isBaseline;
    private boolean hasHuffmanTables;

    Walk(Buffer jpeg) {
      this.jpeg = jpeg;
    }

    Optional<JpegHeader> header() {
      while (isSegment()) {
        int code = jpeg.getUnsignedByte(at + 1);
        if (code == JpegMarkers.SOS) {
          return found();
        }
        read(code);
        at += MARKER + segmentLength();
      }
      return Optional.empty();
    }

    /** Whether a segment begins here that lies within the picture; passes fill bytes over. */
    private boolean isSegment() {
      while (at + MARKER < jpeg.length() && isPrefix(at) && isPrefix(at + 1)) {
        at++;
      }
      return at + MARKER + LENGTH_FIELD <= jpeg.length()
          && isPrefix(at)
          && JpegMarkers.beginsSegment(jpeg.getUnsignedByte(at + 1))
          && segmentLength() >= LENGTH_FIELD
          && at + MARKER + segmentLength() <= jpeg.length();
    }

    private boolean isPrefix(int position) {
      return jpeg.getUnsignedByte(position) == JpegMarkers.PREFIX;
    }

    private int segmentLength() {
      return jpeg.getUnsignedShort(at + MARKER);
    }

    private void read(int code) {
      hasHuffmanTables |= code == JpegMarkers.DHT;
      if (JpegMarkers.isFrame(code) && segmentLength() >= FRAME_FIELDS) {
        int precision = jpeg.getUnsignedByte(at + 4);
        height = jpeg.getUnsignedShort(at + 5);
        width = jpeg.getUnsignedShort(at + 7);
        isBaseline =
            (code == JpegMarkers.SOF0 || code == JpegMarkers.SOF1) && precision == EIGHT_BITS;
      }
    }

    private Optional<JpegHeader> found() {
      return width > 0 && height > 0
          ? Optional.of(new JpegHeader(width, height, isBaseline, hasHuffmanTables, at))
          : Optional.empty();
    }
  }
}
