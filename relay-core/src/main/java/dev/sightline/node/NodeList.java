package dev.sightline.node;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The nodes of the cluster, oldest first: Hazelcast's member list, but steady through a merge.
 *
 * <p>When two parts of a cluster merge, each member of one part leaves it and joins the other, so
 * for a moment its list holds nobody but itself, and then misses those of its own part that aren't
 * so quick. Nobody has left, though. So while it merges the list stays as it was, and for a while
 * after it who was in the list counts on. Thread-safe.
 */
final class NodeList {

  /** A merge that takes longer has failed, and who isn't in the list is gone. */
  static final Duration MERGE_AT_MOST = Duration.ofSeconds(10);

  /** All members of a part are told to merge at once; the slowest joins within this time. */
  static final Duration REJOIN = Duration.ofSeconds(2);

  private final Supplier<List<ClusterNode>> live;
  private final LongSupplier clock;
  private List<ClusterNode> before = List.of();
  private boolean merging;
  private long until;

  /**
   * @param live as Hazelcast has it now
   * @param clock monotonic nanoseconds
   */
  NodeList(Supplier<List<ClusterNode>> live, LongSupplier clock) {
    this.live = live;
    this.clock = clock;
    this.until = clock.getAsLong();
  }

  synchronized void mergeBegins() {
    before = now();
    merging = true;
    until = clock.getAsLong() + MERGE_AT_MOST.toNanos();
  }

  synchronized void mergeEnds() {
    merging = false;
    until = clock.getAsLong() + REJOIN.toNanos();
  }

  synchronized List<ClusterNode> now() {
    if (clock.getAsLong() - until >= 0) {
      before = List.of();
      merging = false;
    }
    return merging ? before : withThoseBefore(live.get());
  }

  private List<ClusterNode> withThoseBefore(List<ClusterNode> members) {
    Predicate<ClusterNode> isMember = members::contains;
    return Stream.concat(members.stream(), before.stream().filter(isMember.negate())).toList();
  }
}
