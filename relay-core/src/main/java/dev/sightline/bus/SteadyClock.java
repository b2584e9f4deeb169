package dev.sightline.bus;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of day as it was when the process began, and what has passed since: waits are measured
 * by it, so it never goes back and never jumps, whatever becomes of the system's clock.
 * Thread-safe.
 */
final class SteadyClock implements LongSupplier {

  private final long beganAt = System.currentTimeMillis();
  private final long began = System.nanoTime();

  /** Milliseconds since 1970. */
  @Override
  public long getAsLong() {
    return beganAt + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }
}
