package dev.sightline.link;

/**
 * How long a question and its answer are under way on a connection, nanoseconds; both 0 before
 * anything was measured.
 *
 * @param shortest of all so far: the way alone
 * @param latest the last one, with what waited in front of it
 */
public record RoundTrip(long shortest, long latest) {

  /** Before the first was measured. */
  public static final RoundTrip UNKNOWN = new RoundTrip(0, 0);

  RoundTrip then(long next) {
    return new RoundTrip(equals(UNKNOWN) ? next : Math.min(shortest, next), next);
  }

  public boolean isKnown() {
    return !equals(UNKNOWN);
  }

  /** How long the way from the other end takes at least, nanoseconds. */
  public long oneWay() {
    return shortest / 2;
  }
}
