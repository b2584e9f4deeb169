package dev.sightline.bus;

import java.util.Comparator;

/**
 * How one stream stands in the {@link FairRow} of its line: what it counts as having been sent, in
 * bytes divided by its weight, and where it waits. Only its row changes it.
 */
final class FairPlace implements Comparable<FairPlace> {

  private static final Comparator<FairPlace> ORDER =
      Comparator.<FairPlace>comparingDouble(place -> place.end)
          .thenComparingLong(place -> place.number);

  private final Pull pull;
  private int weight;
  private boolean waiting;
  private double sent;
  private double end;
  private long number;

  FairPlace(Pull pull) {
    this.pull = pull;
  }

  Pull pull() {
    return pull;
  }

  /** Its share beside those of the others; 0 while it has none. */
  int weight() {
    return weight;
  }

  /** Whether it waits, if only for an ask that is on its way. */
  boolean isWaiting() {
    return waiting;
  }

  /** What it counts as having been sent. */
  double sent() {
    return sent;
  }

  /**
   * Waits from now on.
   *
   * @param level below which nobody begins
   * @param next orders those who would be equal after their next answers
   */
  void take(double level, long next) {
    weight = pull.weight();
    waiting = true;
    sent = Math.max(level, sent);
    end = sent + (double) pull.due() / weight;
    number = next;
  }

  void charge(long bytes) {
    sent += (double) bytes / weight;
  }

  void release() {
    waiting = false;
  }

  void leave() {
    waiting = false;
    weight = 0;
  }

  @Override
  public int compareTo(FairPlace other) {
    return ORDER.compare(this, other);
  }
}
