package dev.sightline.access;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Counts the wrong passwords of each address, so that nobody guesses for long: few for a name, and
 * more for all names together. So who guesses one name keeps nobody else of that address out, which
 * may be a whole house, or a proxy. Any thread.
 */
final class FailedLogins {

  static final int MOST_OF_A_NAME = 10;
  static final int MOST_OF_AN_ADDRESS = 100;
  static final Duration WITHIN = Duration.ofMinutes(1);

  /** Names and addresses that are counted. */
  static final int MOST_COUNTED = 10_000;

  private final Fingerprints fingerprints;
  private final Lately<AtomicInteger> ofNames;
  private final Lately<AtomicInteger> ofAddresses;

  /**
   * @param clock monotonic nanoseconds
   */
  FailedLogins(Fingerprints fingerprints, LongSupplier clock) {
    this.fingerprints = fingerprints;
    this.ofNames = new Lately<>(MOST_COUNTED, WITHIN, clock);
    this.ofAddresses = new Lately<>(MOST_COUNTED, WITHIN, clock);
  }

  /** How many seconds somebody has to wait who says this name; 0 for one that may try. */
  long waitFor(String address, String user) {
    return Math.max(
        waitFor(ofNames, fingerprints.of(address, user), MOST_OF_A_NAME),
        waitFor(ofAddresses, address, MOST_OF_AN_ADDRESS));
  }

  private static long waitFor(Lately<AtomicInteger> counts, String key, int most) {
    return counts
        .find(key)
        .filter(found -> found.value().get() >= most)
        .map(found -> found.left().toSeconds() + 1)
        .orElse(0L);
  }

  void add(String address, String user) {
    add(ofNames, fingerprints.of(address, user));
    add(ofAddresses, address);
  }

  /** The minute begins with the first. */
  private static void add(Lately<AtomicInteger> counts, String key) {
    counts.findOrPut(key, AtomicInteger::new).incrementAndGet();
  }

  int size() {
    return ofNames.size() + ofAddresses.size();
  }
}
