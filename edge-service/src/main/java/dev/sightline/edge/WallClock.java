package dev.sightline.edge;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time as viewers are told it. */
final class WallClock {

  private WallClock() {}

  /** Microseconds since 1970. */
  static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
