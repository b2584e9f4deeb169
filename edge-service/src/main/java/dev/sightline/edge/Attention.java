package dev.sightline.edge;

import java.util.concurrent.TimeUnit;

/**
 * Notices that nobody has looked for a while, though it should have been every second: this process
 * stood still, or the event loop was busy. Whoever waits for others doesn't hold that time against
 * them.
 */
final class Attention {

  /** Longer than a busy event loop is late, and much shorter than anybody's patience. */
  static final long LAPSE = TimeUnit.SECONDS.toNanos(3);

  private long lookedAt;

  /**
   * @param now monotonic nanoseconds
   */
  void begin(long now) {
    lookedAt = now;
  }

  /** Looks, and tells whether the look before is too long ago. */
  boolean lapsed(long now) {
    boolean lapsed = now - lookedAt > LAPSE;
    lookedAt = now;
    return lapsed;
  }
}
