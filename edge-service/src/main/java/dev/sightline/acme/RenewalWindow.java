package dev.sightline.acme;

import java.time.Duration;
import java.time.Instant;

/** From when to when the ACME server would like a certificate to be renewed. */
record RenewalWindow(Instant start, Instant end) {

  /**
   * A moment in it.
   *
   * @param share from 0 for the start to 1 for the end
   */
  Instant at(double share) {
    long millis = Math.max(0, Duration.between(start, end).toMillis());
    return start.plusMillis((long) (millis * share));
  }
}
