package dev.sightline.edge;

import dev.sightline.bus.Arrival;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.testkit.SampleJpegs;
import java.time.Instant;

/** Frames of a stream, each of which is told apart by its sequence and by its stamp. */
final class TestFrames {

  static final StreamId FRONT = new StreamId("front");

  /** A stream of MPEG-TS, where a test has one. */
  static final StreamId MUSIC = new StreamId("music");

  static final Epoch EPOCH = new Epoch(4_000_000_000_000L, "ingest");

  /** Microseconds since 1970. */
  static final long CAPTURED_AT = 1_234_567_890_012_345L;

  private TestFrames() {}

  /** A small frame that has just arrived. */
  static Arrival arrival(int sequence) {
    return arrival(sequence, System.nanoTime());
  }

  /**
   * @param at when it arrived, {@link System#nanoTime}
   */
  static Arrival arrival(int sequence, long at) {
    return new Arrival(frame(FRONT, sequence, 2_000), at, 0);
  }

  static Frame frame(StreamId stream, int sequence, int size) {
    return new Frame(
        stream, EPOCH, sequence, CAPTURED_AT, SampleJpegs.frame(sequence, size, Instant.EPOCH));
  }
}
