package dev.sightline.jpeg;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;

/**
 * The Huffman tables that a picture is understood to use when it brings none.
 *
 * <p>Frames of AVI files with Motion JPEG leave them out to save 420 bytes, and cameras pass such
 * frames on as they come from the sensor's chip. Browsers don't show them.
 */
public final class HuffmanTables {

  /**
   * The example tables of ITU-T T.81, K.3.3, as one segment: for each its class and number, how
   * many codes there are of each length from 1 to 16, and the values in the order of their codes.
   */
  private static final byte[] STANDARD =
      HexFormat.of()
          .parseHex(
              "FFC401A2" // define Huffman tables, 418 bytes
                  + "0000010501010101010100000000000000" // DC, luminance (table K.3)
                  + "000102030405060708090A0B"
                  + "0100030101010101010101010000000000" // DC, chrominance (table K.4)
                  + "000102030405060708090A0B"
                  + "100002010303020403050504040000017D" // AC, luminance (table K.5)
                  + "0102030004110512213141061351610722711432"
                  + "8191A1082342B1C11552D1F02433627282090A16"
                  + "1718191A25262728292A3435363738393A434445"
                  + "464748494A535455565758595A63646566676869"
                  + "6A737475767778797A838485868788898A929394"
                  + "95969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6"
                  + "B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8"
                  + "D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8"
                  + "F9FA"
                  + "1100020102040403040705040400010277" // AC, chrominance (table K.6)
                  + "0001020311040521310612415107617113223281"
                  + "08144291A1B1C109233352F0156272D10A162434"
                  + "E125F11718191A262728292A35363738393A4344"
                  + "45464748494A535455565758595A636465666768"
                  + "696A737475767778797A82838485868788898A92"
                  + "939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4"
                  + "B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6"
                  + "D7D8D9DAE2E3E4E5E6E7E8E9EAF2F3F4F5F6F7F8"
                  + "F9FA");

  private HuffmanTables() {}

  /**
   * The picture with the tables it needs.
   *
   * @return {@code jpeg} itself when it has tables, is coded in another way, or can't be read; else
   *     a copy with the standard tables before its first scan
   */
  public static Buffer completed(Buffer jpeg) {
    return JpegHeader.of(jpeg)
        .filter(header -> header.isBaseline() && !header.hasHuffmanTables())
        .map(header -> withTables(jpeg, header.scan()))
        .orElse(jpeg);
  }

  private static Buffer withTables(Buffer jpeg, int scan) {
    return Buffer.buffer(jpeg.length() + STANDARD.length)
        .appendBuffer(jpeg, 0, scan)
        .appendBytes(STANDARD)
        .appendBuffer(jpeg, scan, jpeg.length() - scan);
  }
}
