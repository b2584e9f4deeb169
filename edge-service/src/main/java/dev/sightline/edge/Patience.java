package dev.sightline.edge;

import java.time.Duration;

/**
 * How long a viewer may keep a frame under way before it is given up.
 *
 * @param stalled while the system takes nothing of it, nanoseconds
 * @param whole in all, nanoseconds
 */
record Patience(long stalled, long whole) {

  /** While there is hardly any memory left for frames, none is kept waiting for long. */
  static final Patience SHORT = within(Duration.ofSeconds(2));

  /** A viewer on a very thin link needs longer for a large picture than one that is gone. */
  private static final int WHOLE = 10;

  static Patience of(Duration stalled) {
    return new Patience(stalled.toNanos(), stalled.multipliedBy(WHOLE).toNanos());
  }

  private static Patience within(Duration time) {
    return new Patience(time.toNanos(), time.toNanos());
  }

  /** This one, but no longer than {@link #SHORT}. */
  Patience shortened() {
    return new Patience(Math.min(stalled, SHORT.stalled), Math.min(whole, SHORT.whole));
  }
}
