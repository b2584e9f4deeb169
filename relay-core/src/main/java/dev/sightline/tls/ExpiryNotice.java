package dev.sightline.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When to warn of a certificate that ends: from two weeks before on, once a day. */
final class ExpiryNotice {

  private static final Duration AHEAD = Duration.ofDays(14);
  private static final Duration AGAIN = Duration.ofDays(1);

  private final CertificateOwner owner;
  private Instant next = Instant.MIN;

  ExpiryNotice(CertificateOwner owner) {
    this.owner = owner;
  }

  /** The warning, if one is due. */
  Optional<String> due(Instant now, Instant expiry) {
    Duration left = Duration.between(now, expiry);
    if (left.compareTo(AHEAD) > 0 || now.isBefore(next)) {
      return Optional.empty();
    }
    next = now.plus(AGAIN);
    return Optional.of(
        left.isNegative()
            ? "the certificate of %s has expired, on %s: %s"
                .formatted(owner.name(), expiry, owner.consequence())
            : "the certificate of %s expires on %s".formatted(owner.name(), expiry));
  }
}
