package dev.sightline.ts;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The times of one upload, moved to our clock: what comes first is now, and what follows keeps its
 * distance. So pictures and sound of one upload stay together, and those of two uploads that begin
 * at any time have one clock.
 *
 * <p>Where the upload's times jump, as where a file begins anew, they go on from the last one.
 */
final class UploadTime {

  /** Times further apart don't belong together. */
  static final long JUMP = 5 * TsTime.PER_SECOND;

  /** From the last time before a jump to the first one after it: about one picture. */
  private static final long STEP = TsTime.PER_SECOND / 25;

  /** An upload that is further ahead of our clock than this isn't live, and isn't waited for. */
  private static final long LEAD = 60 * TsTime.PER_SECOND;

  private final LongSupplier clock;
  private OptionalLong shift = OptionalLong.empty();
  private OptionalLong latest = OptionalLong.empty();

  /**
   * @param clock now, in units of 90 kHz
   */
  UploadTime(LongSupplier clock) {
    this.clock = clock;
  }

  /** The newest shift there is; nothing before the first time. */
  OptionalLong shift() {
    return shift;
  }

  /** Begins anew with {@code time} being now, or right after {@code before} if that is later. */
  long anchor(long time, OptionalLong before) {
    long now = clock.getAsLong();
    long lead = before.isPresent() ? TsTime.since(now, before.getAsLong()) + STEP : 0;
    long target = lead > 0 && lead < LEAD ? now + lead : now;
    shift = OptionalLong.of(target - time);
    return shift.getAsLong();
  }

  /** The same after the latest time of this upload. */
  long anchor(long time) {
    return anchor(time, latest);
  }

  /** Takes note of a time that leaves. */
  void sent(long time) {
    if (latest.isEmpty() || TsTime.since(latest.getAsLong(), time) > 0 || !isNearLatest(time)) {
      latest = OptionalLong.of(time);
    }
  }

  /** Whether the upload is there now, or it is now. */
  boolean isPlausible(long time) {
    return isNearLatest(time) || Math.abs(TsTime.since(clock.getAsLong(), time)) <= JUMP;
  }

  boolean isNearLatest(long time) {
    return latest.isPresent() && Math.abs(TsTime.since(latest.getAsLong(), time)) <= JUMP;
  }
}
