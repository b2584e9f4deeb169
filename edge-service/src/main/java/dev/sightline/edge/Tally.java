package dev.sightline.edge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts by name, up to a limit. Names that count nothing are forgotten, so there are no more of
 * them than what is counted. Any thread.
 */
final class Tally<K> {

  private final int most;
  private final Map<K, Integer> counts = new ConcurrentHashMap<>();

  Tally(int most) {
    this.most = most;
  }

  /** Counts one more, unless there are as many as there may be. */
  boolean add(K name) {
    boolean[] isAdded = new boolean[1];
    counts.compute(
        name,
        (same, count) -> {
          int before = count == null ? 0 : count;
          isAdded[0] = before < most;
          return isAdded[0] ? Integer.valueOf(before + 1) : count;
        });
    return isAdded[0];
  }

  void remove(K name) {
    counts.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1);
  }

  /** How many names count anything. */
  int names() {
    return counts.size();
  }
}
