package dev.sightline.bench;

import io.vertx.core.buffer.Buffer;
import java.util.Random;

/** What the benchmarks take for pictures: the marks of a JPEG, and noise between them. */
public final class Pictures {

  private static final int MARK = 2;

  private Pictures() {}

  /** The same bytes for the same size, in every run. */
  public static Buffer ofSize(int size) {
    byte[] noise = new byte[size - 2 * MARK];
    new Random(size).nextBytes(noise);
    return Buffer.buffer(size)
        .appendBytes(new byte[] {(byte) 0xFF, (byte) 0xD8})
        .appendBytes(noise)
        .appendBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});
  }
}
