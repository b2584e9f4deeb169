package dev.sightline.edge;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How fast frames and their bytes have come over the last {@value #SECONDS} seconds, by counters
 * that are read about once a second. So nothing is done per frame, and it holds few numbers
 * whatever comes.
 */
final class RateWindow {

  static final int SECONDS = 5;

  private static final double MICROS = 1_000_000;

  private record Sample(long at, long frames, long bytes) {

    /** Another ingest, or another clock. */
    boolean isBehind(Sample other) {
      return at < other.at || frames < other.frames || bytes < other.bytes;
    }
  }

  private final Deque<Sample> samples = new ArrayDeque<>(SECONDS + 2);

  /**
   * Adds what the counters say; begins anew when one of them does, or the clock.
   *
   * @param at microseconds by any clock
   */
  void add(long at, long frames, long bytes) {
    Sample sample = new Sample(at, frames, bytes);
    if (!samples.isEmpty() && sample.isBehind(samples.getLast())) {
      clear();
    }
    samples.addLast(sample);
    if (samples.size() > SECONDS + 1) {
      samples.removeFirst();
    }
  }

  void clear() {
    samples.clear();
  }

  double framesPerSecond() {
    return samples.isEmpty() ? 0 : perSecond(samples.getLast().frames - samples.getFirst().frames);
  }

  double bitsPerSecond() {
    return samples.isEmpty()
        ? 0
        : perSecond(Byte.SIZE * (samples.getLast().bytes - samples.getFirst().bytes));
  }

  private double perSecond(long grown) {
    long passed = samples.getLast().at - samples.getFirst().at;
    return passed == 0 ? 0 : grown * MICROS / passed;
  }
}
