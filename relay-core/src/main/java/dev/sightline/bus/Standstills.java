package dev.sightline.bus;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Notices that this process stood still: that it was stopped, its container was paused, or it got
 * no processor. What was under way before shows a world that has gone on since, so whoever keeps
 * such a thing remembers the count of that time beside it, and throws it away when the count has
 * changed.
 *
 * <p>The first to ask after a standstill notices it, so nobody is told the old count any more: a
 * timer alone would come after the sockets. Thread-safe.
 */
public final class Standstills {

  /** So often somebody must ask for the count, that its caller may be idle for long. */
  static final Duration TICK = Duration.ofMillis(100);

  /** Threads that ask for each picture needn't all write down when; nanoseconds. */
  private static final long NOTE_EVERY = TICK.toNanos() / 10;

  private final LongSupplier clock;
  private final long limit;
  private volatile long seenAt;
  private volatile int count;

  /**
   * @param clock monotonic nanoseconds
   * @param limit a pause longer than this is a standstill; many times {@link #TICK}
   */
  public Standstills(LongSupplier clock, Duration limit) {
    this.clock = clock;
    this.limit = limit.toNanos();
    this.seenAt = clock.getAsLong();
  }

  /** How many there were so far. */
  public int count() {
    long now = clock.getAsLong();
    if (now - seenAt > limit) {
      notice(now);
    } else if (now - seenAt > NOTE_EVERY) {
      seenAt = now;
    }
    return count;
  }

  /** The count first, so that whoever sees the new time sees the new count too. */
  private synchronized void notice(long now) {
    if (now - seenAt > limit) {
      count = count + 1;
      seenAt = now;
    }
  }
}
