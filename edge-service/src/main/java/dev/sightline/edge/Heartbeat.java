package dev.sightline.edge;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether the other end of a WebSocket is still there: it is asked when it has been silent for a
 * while, and has until its patience ends to say anything at all. While something is under way to it
 * nothing is asked, since whether that leaves tells as much. Used on one event loop.
 */
final class Heartbeat {

  /** What is to be done now. */
  enum Advice {
    NOTHING,
    /** Ask whether it is there. */
    ASK,
    /** It has not answered. */
    GIVE_UP
  }

  /** Well below the minute that proxies grant to a silent connection. */
  static final Duration ASK_AFTER_AT_MOST = Duration.ofSeconds(8);

  /** And a third of the patience, so that two thirds are left for the answer. */
  private static final int ASK_AFTER_PART = 3;

  /** Both moments are looked for once a second only. */
  private static final long LATE = TimeUnit.SECONDS.toNanos(2);

  private final long askAfter;
  private final long answerWithin;
  private final LongSupplier clock;
  private final Attention attention = new Attention();
  private long heardAt;
  private long askedAt;
  private boolean asked;

  /**
   * @param patience how long it may be silent
   * @param clock monotonic nanoseconds
   */
  Heartbeat(Duration patience, LongSupplier clock) {
    this.askAfter = Math.min(ASK_AFTER_AT_MOST.toNanos(), patience.toNanos() / ASK_AFTER_PART);
    this.answerWithin = Math.max(askAfter, patience.toNanos() - askAfter - LATE);
    this.clock = clock;
    this.heardAt = clock.getAsLong();
    this.attention.begin(heardAt);
  }

  /** It said something. */
  void heard() {
    heardAt = clock.getAsLong();
    asked = false;
  }

  /**
   * To be called every second.
   *
   * @param busy whether something is under way to it
   */
  Advice everySecond(boolean busy) {
    long now = clock.getAsLong();
    if (attention.lapsed(now)) {
      heard();
    }
    if (busy) {
      asked = false;
    } else if (asked) {
      return now - askedAt >= answerWithin ? Advice.GIVE_UP : Advice.NOTHING;
    } else if (now - heardAt >= askAfter) {
      asked = true;
      askedAt = now;
      return Advice.ASK;
    }
    return Advice.NOTHING;
  }
}
