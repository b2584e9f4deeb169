package dev.sightline.node;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Where nodes were that were in the cluster lately. A node that stood still, or couldn't be heard,
 * is in nobody's list for seconds and has nobody in its own, and yet there is a way to it: who knew
 * it goes on talking to it meanwhile. Thread-safe.
 */
final class FormerNodes {

  /** Longer than most standstills; who is really gone isn't looked for much longer. */
  static final Duration KEPT = Duration.ofMinutes(2);

  /** Nodes that are kept beside the present ones; the others were there longer ago. */
  static final int MOST = 256;

  private record Seen(ClusterNode node, long at) {}

  private final LongSupplier clock;
  private final Map<String, Seen> seen = new LinkedHashMap<>();

  /**
   * @param clock monotonic nanoseconds
   */
  FormerNodes(LongSupplier clock) {
    this.clock = clock;
  }

  /** Notes who is there; to be called every second. */
  synchronized void see(List<ClusterNode> present) {
    long now = clock.getAsLong();
    for (ClusterNode node : present) {
      seen.remove(node.id());
      seen.put(node.id(), new Seen(node, now));
    }
    seen.values().removeIf(last -> now - last.at > KEPT.toNanos());
    while (seen.size() > present.size() + MOST) {
      seen.remove(seen.keySet().iterator().next());
    }
  }

  synchronized Optional<ClusterNode> find(String id) {
    return Optional.ofNullable(seen.get(id)).map(Seen::node);
  }
}
