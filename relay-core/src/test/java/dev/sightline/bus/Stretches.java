package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.Stretch;
import io.vertx.core.buffer.Buffer;

/** Stretches as the tests of this package need them: each byte tells its position. */
final class Stretches {

  private Stretches() {}

  static Stretch stretch(StreamId stream, long position, int size, boolean isStart) {
    return stretch(stream, Frames.EPOCH, position, size, isStart);
  }

  static Stretch stretch(StreamId stream, Epoch epoch, long position, int size, boolean isStart) {
    return new Stretch(stream, epoch, position, isStart, bytes(epoch, position, size));
  }

  /** What must be there, whoever joined or cut it. */
  static Buffer bytes(Epoch epoch, long position, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) ((position + i) * 0x9E3779B97F4A7C15L + epoch.startedAt() >>> 56);
    }
    return Buffer.buffer(bytes);
  }
}
