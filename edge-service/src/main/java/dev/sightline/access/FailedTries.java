package dev.sightline.access;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Counts what failed within a minute, by who tried, so that nobody tries for long. Any thread. */
public final class FailedTries {

  static final Duration WITHIN = Duration.ofMinutes(1);

  /** Those who are counted; of more the first are forgotten. */
  static final int MOST_COUNTED = 10_000;

  private final int most;
  private final Lately<AtomicInteger> counts;

  /**
   * @param most after which somebody has to wait
   * @param clock monotonic nanoseconds
   */
  public FailedTries(int most, LongSupplier clock) {
    this.most = most;
    this.counts = new Lately<>(MOST_COUNTED, WITHIN, clock);
  }

  /** How many seconds somebody has to wait; 0 for one that may try. */
  public long waitFor(String name) {
    return counts
        .find(name)
        .filter(found -> found.value().get() >= most)
        .map(found -> found.left().toSeconds() + 1)
        .orElse(0L);
  }

  /** The minute begins with the first. */
  public void add(String name) {
    counts.findOrPut(name, AtomicInteger::new).incrementAndGet();
  }

  int size() {
    return counts.size();
  }
}
