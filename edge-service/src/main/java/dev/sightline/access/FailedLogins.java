package dev.sightline.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts the wrong passwords of each address, so that nobody guesses for long. Of more addresses
 * than fit, the one that began longest ago is forgotten. Any thread.
 */
final class FailedLogins {

  static final int MOST = 10;
  static final Duration WITHIN = Duration.ofMinutes(1);

  private static final int MOST_ADDRESSES = 10_000;

  private static final class Tries {
    private final long since;
    private int count;

    private Tries(long since) {
      this.since = since;
    }
  }

  private final LongSupplier clock;
  private final Map<String, Tries> addresses =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  /**
   * @param clock monotonic nanoseconds
   */
  FailedLogins(LongSupplier clock) {
    this.clock = clock;
  }

  /** How many seconds an address has to wait; 0 for one that may try. */
  synchronized long waitFor(String address) {
    Tries tries = addresses.get(address);
    if (tries == null) {
      return 0;
    }
    Duration left = WITHIN.minusNanos(clock.getAsLong() - tries.since);
    if (left.isNegative() || left.isZero()) {
      addresses.remove(address);
      return 0;
    }
    return tries.count < MOST ? 0 : left.toSeconds() + 1;
  }

  synchronized void add(String address) {
    waitFor(address);
    addresses.computeIfAbsent(address, unknown -> new Tries(clock.getAsLong())).count++;
  }

  synchronized int size() {
    return addresses.size();
  }
}
