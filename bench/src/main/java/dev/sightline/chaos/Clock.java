package dev.sightline.chaos;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets time pass. */
public final class Clock {

  private Clock() {}

  /**
   * @throws IllegalStateException when the thread is interrupted meanwhile
   */
  public static void pass(Duration duration) {
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
