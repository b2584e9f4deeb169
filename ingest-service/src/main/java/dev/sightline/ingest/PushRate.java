package dev.sightline.ingest;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many pictures a second a stream takes: as many as a second brings may come at once, from then
 * on they must keep to the rate. Lives on the ingest's event loop.
 */
final class PushRate {

  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int perSecond;
  private final LongSupplier clock;
  private double left;
  private long countedAt;

  /**
   * @param perSecond at least 1
   * @param clock monotonic nanoseconds
   */
  PushRate(int perSecond, LongSupplier clock) {
    this.perSecond = perSecond;
    this.clock = clock;
    this.left = perSecond;
    this.countedAt = clock.getAsLong();
  }

  int perSecond() {
    return perSecond;
  }

  /** Whether a picture would be one too many now. */
  boolean isSpent() {
    long now = clock.getAsLong();
    left = Math.min(perSecond, left + (now - countedAt) / SECOND * perSecond);
    countedAt = now;
    return left < 1;
  }

  /** Counts a picture, unless it is one too many. */
  boolean take() {
    if (isSpent()) {
      return false;
    }
    left--;
    return true;
  }
}
