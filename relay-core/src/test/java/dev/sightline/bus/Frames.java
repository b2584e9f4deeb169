package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import io.vertx.core.buffer.Buffer;

/** Frames as the tests of this package need them: only their numbers and sizes matter. */
final class Frames {

  static final Epoch EPOCH = new Epoch(4_000_000_000_000L, "ingest");

  private Frames() {}

  static Frame frame(StreamId stream, long sequence) {
    return frame(stream, sequence, 100);
  }

  static Frame frame(StreamId stream, long sequence, int bytes) {
    return frame(stream, EPOCH, sequence, bytes);
  }

  static Frame frame(StreamId stream, Epoch epoch, long sequence, int bytes) {
    return new Frame(stream, epoch, sequence, 0, Buffer.buffer(new byte[bytes]));
  }
}
