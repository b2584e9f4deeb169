package dev.sightline.edge;

import java.util.concurrent.TimeUnit;

/**
 * The frame rate that a viewer asked for as its highest, {@code ?fps=N}: says of each frame whether
 * the viewer is due for one. Used on one event loop.
 */
final class FrameRateCap {

  /** Lets every frame pass. */
  static final FrameRateCap NONE = new FrameRateCap(0);

  private static final double LOWEST = 0.01;
  private static final double HIGHEST = 1000;

  /** A frame may be early by this part of the interval, so that a camera's jitter costs none. */
  private static final int EARLY = 4;

  private long interval;
  private long due = Long.MIN_VALUE;

  private FrameRateCap(long interval) {
    this.interval = interval;
  }

  /**
   * @param fps frames a second as the viewer wrote it, fractions allowed; null is no cap
   * @throws BadQueryException when it is no such number
   */
  static FrameRateCap of(String fps) {
    return fps == null ? NONE : new FrameRateCap(intervalOf(fps));
  }

  private static long intervalOf(String fps) {
    double rate;
    try {
      rate = Double.parseDouble(fps);
    } catch (NumberFormatException e) {
      rate = Double.NaN;
    }
    if (!(rate >= LOWEST && rate <= HIGHEST)) {
      throw new BadQueryException(
          "fps must be a number of frames a second from 0.01 to 1000, such as 5 or 0.5.");
    }
    return (long) (TimeUnit.SECONDS.toNanos(1) / rate);
  }

  /** One of the same rate that has admitted nothing yet, and may be {@link #retune retuned}. */
  FrameRateCap copy() {
    return new FrameRateCap(interval);
  }

  /** Holds another rate from now on. */
  void retune(FrameRateCap other) {
    interval = other.interval;
    due = Long.MIN_VALUE;
  }

  /** Whether a frame is due; counts none. */
  boolean isDue(long now) {
    return interval == 0 || due == Long.MIN_VALUE || now - due >= -(interval / EARLY);
  }

  /**
   * Whether a frame is due, and if so counts it as taken.
   *
   * @param now monotonic nanoseconds
   */
  boolean admits(long now) {
    if (interval == 0) {
      return true;
    }
    if (due == Long.MIN_VALUE) {
      due = now;
    }
    if (!isDue(now)) {
      return false;
    }
    // Being late earns no more than one frame, so that a pause isn't followed by a burst.
    due = Math.max(due, now - interval) + interval;
    return true;
  }
}
