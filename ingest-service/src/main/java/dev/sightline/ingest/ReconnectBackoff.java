package dev.sightline.ingest;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How long to wait before the next attempt to reach a camera.
 *
 * <p>After a live picture is lost the camera is tried in quick succession for a short while, since
 * most interruptions are short. Then the delay grows, doubling up to a maximum, with a jitter that
 * only ever adds. The quick tries are earned by {@link #SUSTAINED} of pictures, so that a camera
 * which gives a frame at each connection and then hangs up is not hammered.
 */
final class ReconnectBackoff {

  /** Pictures for this long earn the quick tries again and reset the growth. */
  static final Duration SUSTAINED = Duration.ofSeconds(10);

  /** Up to this share is added to each growing delay. */
  static final double JITTER = 0.25;

  private static final long NEVER = Long.MIN_VALUE;

  private final RetryPolicy policy;
  private final LongSupplier clock;
  private final DoubleSupplier random;

  private long quickBudget;
  private long quickSpentFrom = NEVER;
  private long liveSince = NEVER;
  private int failures;

  /**
   * @param clock monotonic nanoseconds
   * @param random from 0 to 1
   */
  ReconnectBackoff(RetryPolicy policy, LongSupplier clock, DoubleSupplier random) {
    this.policy = policy;
    this.clock = clock;
    this.random = random;
    this.quickBudget = policy.quickFor().toNanos();
  }

  /** A picture came on a new connection. */
  void live() {
    liveSince = clock.getAsLong();
  }

  /** The connection ended or did not come about: the delay before the next attempt. */
  Duration next() {
    long now = clock.getAsLong();
    if (liveSince != NEVER) {
      lost(now);
    }
    if (quickSpentFrom != NEVER && now - quickSpentFrom < quickBudget) {
      return policy.quickEvery();
    }
    if (quickSpentFrom != NEVER) {
      quickBudget = 0;
      quickSpentFrom = NEVER;
    }
    return growing();
  }

  private void lost(long now) {
    if (now - liveSince >= SUSTAINED.toNanos()) {
      quickBudget = policy.quickFor().toNanos();
      quickSpentFrom = NEVER;
      failures = 0;
    }
    liveSince = NEVER;
    if (quickBudget > 0 && quickSpentFrom == NEVER) {
      quickSpentFrom = now;
    }
  }

  private Duration growing() {
    double doubled = policy.first().toMillis() * Math.pow(2, Math.min(failures, 30));
    failures++;
    double delay = Math.min(doubled, policy.max().toMillis());
    return Duration.ofMillis(Math.round(delay * (1 + JITTER * random.getAsDouble())));
  }
}
