package dev.sightline.plan;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Time that passes from one event to the next. Events of the same moment happen in the order in
 * which they were planned, so a seed tells everything that will happen.
 *
 * <p>Own code: of the libraries in Maven Central DESMO-J has had no release since 2017, and SSJ
 * (2022) brings JFreeChart, Colt and four more along for what is a clock and a heap here; both
 * count time in floating point, which makes moments equal or not by rounding. Quantiles come from
 * HdrHistogram.
 */
final class Simulation {

  static final long MICROSECOND = 1_000;
  static final long MILLISECOND = 1_000 * MICROSECOND;
  static final long SECOND = 1_000 * MILLISECOND;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final SplittableRandom random;
  private long now;
  private long planned;

  Simulation(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** In nanoseconds, from 0 on. */
  long now() {
    return now;
  }

  SplittableRandom random() {
    return random;
  }

  void at(long moment, Runnable action) {
    if (moment < now) {
      throw new IllegalArgumentException("%d is over, it is %d".formatted(moment, now));
    }
    events.add(new Event(moment, planned++, action));
  }

  void after(long nanos, Runnable action) {
    at(now + nanos, action);
  }

  /** What is planned for the end itself still happens. */
  void runUntil(long end) {
    while (!events.isEmpty() && events.peek().at <= end) {
      Event event = events.poll();
      now = event.at;
      event.action.run();
    }
    now = end;
  }

  private record Event(long at, long order, Runnable action) implements Comparable<Event> {

    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }
}
