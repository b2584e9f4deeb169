package dev.sightline.bus;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What may be sent over a line whose rate is limited: a token bucket, counted in bytes.
 *
 * <p>Frames are sent whole, so one may leave while anything is left, even if it takes more than
 * that; the next one waits until the debt is paid. As what is saved up is no more than the largest
 * frame, two of them may leave at once and never more.
 */
final class Allowance {

  /** Timers are no finer, so this much may be saved up in any case, nanoseconds. */
  private static final long GRAIN = TimeUnit.MILLISECONDS.toNanos(2);

  private final Vertx vertx;
  private final LongSupplier clock;
  private final long bytesPerSecond;
  private final Runnable onPaid;
  private double left;
  private long countedAt;
  private boolean isTimed;

  /**
   * @param bytesPerSecond 0 for no limit
   * @param onPaid called when more may be sent, if somebody waits for that
   */
  Allowance(Vertx vertx, LongSupplier clock, long bytesPerSecond, Runnable onPaid) {
    this.vertx = vertx;
    this.clock = clock;
    this.bytesPerSecond = bytesPerSecond;
    this.onPaid = onPaid;
    this.countedAt = clock.getAsLong();
  }

  static Allowance unlimited() {
    return new Allowance(null, () -> 0, 0, () -> {});
  }

  /** How many bytes are left for what can be cut to fit. */
  long left(long largestFrame) {
    if (bytesPerSecond == 0) {
      return Long.MAX_VALUE;
    }
    long now = clock.getAsLong();
    double most = Math.max(largestFrame, earnedIn(GRAIN));
    left = Math.min(most, left + earnedIn(now - countedAt));
    countedAt = now;
    return (long) Math.floor(left);
  }

  void spend(long bytes) {
    left -= bytes;
  }

  /** There is something to be sent when the debt is paid. */
  void callWhenPaid() {
    if (!isTimed) {
      isTimed = true;
      long millis = (long) Math.ceil(Math.max(0, -left) * 1000 / bytesPerSecond);
      vertx.setTimer(
          Math.max(1, millis),
          id -> {
            isTimed = false;
            onPaid.run();
          });
    }
  }

  private double earnedIn(long nanos) {
    return bytesPerSecond * (nanos / 1e9);
  }
}
