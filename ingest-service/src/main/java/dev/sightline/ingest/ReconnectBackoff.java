package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
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
 *
 * <p>A camera's own wishes go before that: one that refuses the credentials is asked at the slowest
 * rate, since it may lock out who goes on guessing; one that is busy is asked when it said, or ever
 * more rarely; and none is asked more often than its floor allows.
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

  private long attemptedAt = NEVER;
  private long heldUntil = NEVER;
  private long quickBudget;
  private long quickSpentFrom = NEVER;
  private long liveSince = NEVER;
  private long pictureAt;
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

  /**
   * Goes on after {@code before}, which dealt with the same camera.
   *
   * @param sameRequest whether what the camera has said to it holds for this one, too
   */
  void follow(ReconnectBackoff before, boolean sameRequest) {
    attemptedAt = before.attemptedAt;
    if (sameRequest) {
      heldUntil = before.heldUntil;
    }
  }

  /** A connection is being attempted. */
  void attempt() {
    attemptedAt = clock.getAsLong();
  }

  /** A picture came on a new connection. */
  void live() {
    liveSince = clock.getAsLong();
    pictureAt = liveSince;
  }

  /** A further picture came, or the camera said that there is no newer one. */
  void picture() {
    pictureAt = clock.getAsLong();
  }

  /** Nobody watches any more: the camera is not lost. */
  void hungUp() {
    if (liveSince != NEVER) {
      earn();
      liveSince = NEVER;
    }
  }

  /** The connection ended for this reason or did not come about: how long to wait now. */
  Duration next(EndReason end) {
    long now = clock.getAsLong();
    if (liveSince != NEVER) {
      lost(now);
    }
    Duration delay = longest(delay(end, now), floorLeft(now));
    heldUntil = isHeld(end) ? now + delay.toNanos() : NEVER;
    return delay;
  }

  /**
   * How long the camera must be left alone even if somebody has just begun to watch: until it is
   * due again after it has asked for that, and for its floor.
   */
  Duration heldFor() {
    long now = clock.getAsLong();
    Duration held =
        heldUntil == NEVER ? Duration.ZERO : Duration.ofNanos(Math.max(0, heldUntil - now));
    return longest(held, floorLeft(now));
  }

  private static boolean isHeld(EndReason end) {
    return end.kind() == Kind.DENIED || end.kind() == Kind.BUSY || !end.retryAfter().isZero();
  }

  private Duration delay(EndReason end, long now) {
    Duration own =
        switch (end.kind()) {
          case DENIED -> withJitter(policy.max().toMillis());
          case BUSY -> growing();
          default -> quickOrGrowing(now);
        };
    return longest(own, end.retryAfter());
  }

  private Duration quickOrGrowing(long now) {
    if (quickSpentFrom != NEVER && now - quickSpentFrom < quickBudget) {
      return policy.quickEvery();
    }
    if (quickSpentFrom != NEVER) {
      quickBudget = 0;
      quickSpentFrom = NEVER;
    }
    return growing();
  }

  private Duration floorLeft(long now) {
    return attemptedAt == NEVER
        ? Duration.ZERO
        : longest(Duration.ZERO, policy.floor().minusNanos(now - attemptedAt));
  }

  private static Duration longest(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void lost(long now) {
    earn();
    liveSince = NEVER;
    if (quickBudget > 0 && quickSpentFrom == NEVER) {
      quickSpentFrom = now;
    }
  }

  /** Time that passed without a picture earns nothing. */
  private void earn() {
    if (pictureAt - liveSince >= SUSTAINED.toNanos()) {
      quickBudget = policy.quickFor().toNanos();
      quickSpentFrom = NEVER;
      failures = 0;
    }
  }

  private Duration growing() {
    double doubled = policy.first().toMillis() * Math.pow(2, Math.min(failures, 30));
    failures++;
    return withJitter(Math.min(doubled, policy.max().toMillis()));
  }

  private Duration withJitter(double millis) {
    return Duration.ofMillis(Math.round(millis * (1 + JITTER * random.getAsDouble())));
  }
}
