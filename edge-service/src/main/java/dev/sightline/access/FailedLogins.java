package dev.sightline.access;

import java.util.function.LongSupplier;

/**
 * Counts the wrong passwords of each address, so that nobody guesses for long: few for a name, and
 * more for all names together. So who guesses one name keeps nobody else of that address out, which
 * may be a whole house, or a proxy. Any thread.
 */
final class FailedLogins {

  static final int MOST_OF_A_NAME = 10;
  static final int MOST_OF_AN_ADDRESS = 100;

  private final Fingerprints fingerprints;
  private final FailedTries ofNames;
  private final FailedTries ofAddresses;

  /**
   * @param clock monotonic nanoseconds
   */
  FailedLogins(Fingerprints fingerprints, LongSupplier clock) {
    this.fingerprints = fingerprints;
    this.ofNames = new FailedTries(MOST_OF_A_NAME, clock);
    this.ofAddresses = new FailedTries(MOST_OF_AN_ADDRESS, clock);
  }

  /** How many seconds somebody has to wait who says this name; 0 for one that may try. */
  long waitFor(String address, String user) {
    return Math.max(ofNames.waitFor(fingerprints.of(address, user)), ofAddresses.waitFor(address));
  }

  void add(String address, String user) {
    ofNames.add(fingerprints.of(address, user));
    ofAddresses.add(address);
  }

  int size() {
    return ofNames.size() + ofAddresses.size();
  }
}
