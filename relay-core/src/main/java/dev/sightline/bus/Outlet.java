package dev.sightline.bus;

import dev.sightline.frame.StreamId;
import java.util.HashMap;
import java.util.Map;

/** One stream at its ingest, and the edges that pull it. */
abstract class Outlet {

  private final StreamId stream;
  private final Map<String, Pull> pulls = new HashMap<>();
  private final EdgeTree tree;
  private Runnable onDemand;
  private Runnable uncount = () -> {};
  private long askedAt;

  /** Read on any thread. */
  private volatile int served;

  /**
   * @param now monotonic nanoseconds
   */
  Outlet(StreamId stream, Runnable onDemand, EdgeTree tree, long now) {
    this.tree = tree;
    this.stream = stream;
    this.onDemand = onDemand;
    this.askedAt = now;
  }

  final StreamId stream() {
    return stream;
  }

  /** Which edge gets it from which. */
  final EdgeTree tree() {
    return tree;
  }

  /** Another source takes the stream over. */
  final void onDemand(Runnable next) {
    onDemand = next;
  }

  /** Is shown in the metrics until {@link #uncount}, which calls {@code end}. */
  final void counted(Runnable end) {
    uncount = end;
  }

  final void uncount() {
    uncount.run();
  }

  /** What edges may ask of it. */
  abstract Ask.Kind kind();

  abstract Pull newPull(EdgeLine line);

  /** Forgets what it has for the edges. */
  abstract void clear();

  /** Has another share from now on of a line on which not everything fits. */
  void weigh(int weight) {}

  /** Lets go what has become too old. */
  void expire(long now) {}

  final void everySecond(long now) {
    expire(now);
    tree.everySecond(now);
    served = (int) pulls.values().stream().filter(pull -> pull.isWanted(now)).count();
  }

  /** To how many edges it is given from here, a second ago at most. Any thread. */
  final int served() {
    return served;
  }

  /** Sends what is new to the edges that wait for it. */
  final void offer(long now) {
    for (Pull pull : pulls.values()) {
      pull.line().offer(pull, now);
    }
  }

  final Map<String, Pull> pulls() {
    return pulls;
  }

  final Pull pullOf(EdgeLine line) {
    return pulls.computeIfAbsent(line.edge(), edge -> newPull(line));
  }

  /** Forgets what an edge has asked, which gets the stream no more or from elsewhere. */
  final void drop(String edge, long now) {
    Pull pull = pulls.remove(edge);
    if (pull != null) {
      pull.line().forget(pull);
      pull.answerAll();
      touch(now);
    }
  }

  final void demand(long now) {
    askedAt = now;
    onDemand.run();
  }

  /** When an edge last asked, or last said that it is done. */
  final long askedAt() {
    return askedAt;
  }

  private void touch(long now) {
    askedAt = now;
  }

  final boolean isWanted(long now) {
    return pulls.values().stream().anyMatch(pull -> pull.isWanted(now));
  }
}
