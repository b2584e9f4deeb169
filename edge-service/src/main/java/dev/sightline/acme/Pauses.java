package dev.sightline.acme;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait after so many failures in a row; see {@link Journal} for what holds besides. */
final class Pauses {

  static final Duration FIRST = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofDays(1);

  /** With it there are five tries in the first hour, as many as Let's Encrypt allows to fail. */
  private static final int GROWTH = 3;

  /** So that those who failed together don't come back together. */
  private static final double JITTER = 0.2;

  private final DoubleSupplier random;

  /**
   * @param random from 0 to 1
   */
  Pauses(DoubleSupplier random) {
    this.random = random;
  }

  Duration after(int failures) {
    double growth = Math.pow(GROWTH, failures - 1);
    double millis = Math.min(LONGEST.toMillis(), FIRST.toMillis() * growth);
    double shift = random.getAsDouble() * JITTER;
    return Duration.ofMillis((long) Math.min(LONGEST.toMillis(), millis * (1 + shift)));
  }
}
