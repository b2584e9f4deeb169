package dev.sightline.bus;

/**
 * The largest of the values seen lately: of the running period and the one before, each of a given
 * number of seconds. Forgets without keeping a history.
 */
final class RecentPeak {

  private final int period;
  private int seconds;
  private long before;
  private long now;

  RecentPeak(int period) {
    this.period = period;
  }

  void see(long value) {
    now = Math.max(now, value);
  }

  long value() {
    return Math.max(before, now);
  }

  void everySecond() {
    seconds++;
    if (seconds >= period) {
      seconds = 0;
      before = now;
      now = 0;
    }
  }
}
