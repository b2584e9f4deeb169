package dev.sightline.tls;

import java.time.Instant;

/** What is shown to others and ends. */
public interface Expiring {

  /** When the first certificate of its chain ends. */
  Instant expiry();
}
