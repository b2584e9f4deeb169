package dev.sightline.bus;

import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The streams that wait for room on the way to one edge. Each gets its share of the bytes, by its
 * weight and whatever the sizes of its frames, and leaves to the others what it doesn't need.
 *
 * <p>This is weighted fair queueing: a stream counts what it was sent, divided by its weight, and
 * the one that will have been sent least after its next answer is next. The row keeps the level of
 * a stream that has always been waiting. Who comes, or comes back, begins there: nobody gets later
 * what he left to others, and nobody who keeps coming anew holds up the rest.
 *
 * <p>A stream whose frame has just gone has none that waits until the camera gives the next. It has
 * its share all the same, as long as it is asked for: the level would else rise too fast, and take
 * from it what is its due. That others may have a share who have no pictures does no harm: the
 * level never lies below the stream that is served.
 *
 * <p>To take a place and to find the next one cost O(log n), since a thousand streams may wait here
 * and each frame of theirs passes by.
 */
final class FairRow {

  private final NavigableSet<FairPlace> row = new TreeSet<>();

  /** Those that wait without an ask. */
  private final NavigableSet<FairPlace> aside = new TreeSet<>();

  /** All that have waited and are asked for. */
  private final Set<FairPlace> sharing = new HashSet<>();

  private long weights;
  private double level;
  private long number;

  /** Adds a stream that asks, unless it waits already: then it keeps its place. */
  void add(FairPlace place) {
    if (!place.isWaiting()) {
      weights -= place.weight();
      place.take(level, ++number);
      weights += place.weight();
      sharing.add(place);
      row.add(place);
    } else if (aside.remove(place)) {
      row.add(place);
    }
  }

  boolean isEmpty() {
    return row.isEmpty() && aside.isEmpty();
  }

  /**
   * The stream that is next, null if there is none. One without an ask steps aside and keeps its
   * place: its ask is on the way, and it would starve without whenever a round of all streams takes
   * longer than an ask is held.
   */
  Pull next() {
    while (!row.isEmpty()) {
      FairPlace first = row.first();
      if (first.pull().due() == 0) {
        release(first);
      } else if (first.pull().isAsking()) {
        return first.pull();
      } else {
        aside.add(row.pollFirst());
      }
    }
    return null;
  }

  /** Takes note of what a stream was sent that was next. Who stood in for others isn't charged. */
  void sent(FairPlace place, long bytes) {
    level = Math.max(level + (double) bytes / weights, place.sent());
    if (aside.isEmpty() || aside.first().compareTo(place) > 0) {
      place.charge(bytes);
    }
    release(place);
  }

  void remove(FairPlace place) {
    release(place);
    sharing.remove(place);
    weights -= place.weight();
    place.leave();
  }

  private void release(FairPlace place) {
    if (!row.remove(place)) {
      aside.remove(place);
    }
    place.release();
  }

  /** Takes away the shares of streams that haven't been asked for since {@code limit}. */
  void everySecond(long limit) {
    sharing.stream()
        .filter(place -> place.pull().askedAt() - limit < 0)
        .toList()
        .forEach(this::remove);
  }
}
