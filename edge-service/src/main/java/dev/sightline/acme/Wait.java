package dev.sightline.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * Waits for something at the ACME server, all in all for a bounded time. What the library has for
 * it fails when the server's clock is behind.
 */
final class Wait {

  private static final long FIRST_PAUSE = 250;
  private static final long LONGEST_PAUSE = 3_000;

  private final Duration atMost;
  private final long end;

  Wait(Duration atMost) {
    this.atMost = atMost;
    this.end = System.nanoTime() + atMost.toNanos();
  }

  /** Asks again and again, as often as the server wants it, until it is one of {@code wanted}. */
  Status until(PollableResource resource, Status... wanted)
      throws AcmeException, OrderException, InterruptedException {
    Set<Status> enough = Set.of(wanted);
    long pause = FIRST_PAUSE;
    while (true) {
      Optional<Instant> retryAfter = resource.fetch();
      if (enough.contains(resource.getStatus())) {
        return resource.getStatus();
      }
      long millis = Math.max(pause, retryAfter.map(Wait::millisUntil).orElse(0L));
      if (millis > (end - System.nanoTime()) / 1_000_000) {
        throw new OrderException(
            "the ACME server hasn't come to an end after %d s".formatted(atMost.toSeconds()), null);
      }
      Thread.sleep(millis);
      pause = Math.min(LONGEST_PAUSE, 2 * pause);
    }
  }

  private static long millisUntil(Instant instant) {
    return Duration.between(Instant.now(), instant).toMillis();
  }
}
