package dev.sightline.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When to warn of a certificate that ends: from two weeks before on, once a day. */
final class ExpiryNotice {

  private static final Duration AHEAD = Duration.ofDays(14);
  private static final Duration AGAIN = Duration.ofDays(1);

  private Instant next = Instant.MIN;

  /** The warning, if one is due. */
  Optional<String> due(Instant now, Instant expiry) {
    Duration left = Duration.between(now, expiry);
    if (left.compareTo(AHEAD) > 0 || now.isBefore(next)) {
      return Optional.empty();
    }
    next = now.plus(AGAIN);
    return Optional.of(
        left.isNegative()
            ? "the certificate of the event bus has expired, on %s: no node connects to this one"
                .formatted(expiry)
            : "the certificate of the event bus expires on %s".formatted(expiry));
  }
}
