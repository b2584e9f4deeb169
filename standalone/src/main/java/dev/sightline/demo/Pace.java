package dev.sightline.demo;

/**
 * When the next picture is due. Timers count whole milliseconds, of which no number makes 24 or 60
 * pictures a second; due times here are counted from the start, so that roundings don't add up.
 */
final class Pace {

  private final double period;
  private final long start;
  private double count;

  /**
   * @param fps pictures per second
   * @param start of the count in nanoseconds, by the clock that {@link #millisToNext} is asked with
   */
  Pace(double fps, long start) {
    this.period = 1e9 / fps;
    this.start = start;
  }

  /** Moves on to the next due time and says how far away it is; those already past are skipped. */
  long millisToNext(long now) {
    long elapsed = now - start;
    count = Math.max(count + 1, Math.ceil(elapsed / period));
    return Math.max(1, (long) Math.ceil((count * period - elapsed) / 1e6));
  }
}
