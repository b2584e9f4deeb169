package dev.sightline.bench;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.Random;

/**
 * What the benchmarks take for pictures: the structure of a JPEG, with noise for its coded data, as
 * often interrupted by stuffed bytes as that is.
 */
public final class Pictures {

  /** Beginning, a segment of comment, and the header of a scan. */
  private static final byte[] HEAD = HexFormat.of().parseHex("FFD8FFFE000400FFFFDA0002");

  private static final byte[] END = HexFormat.of().parseHex("FFD9");

  private Pictures() {}

  /** The same bytes for the same size, in every run. */
  public static Buffer ofSize(int size) {
    byte[] noise = new byte[size - HEAD.length - END.length];
    new Random(size).nextBytes(noise);
    for (int i = 1; i < noise.length; i++) {
      if (noise[i - 1] == (byte) 0xFF) {
        noise[i] = 0;
      }
    }
    noise[noise.length - 1] = 0;
    return Buffer.buffer(size).appendBytes(HEAD).appendBytes(noise).appendBytes(END);
  }
}
