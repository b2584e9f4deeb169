package dev.sightline.bus;

import dev.sightline.frame.StreamId;
import java.util.HashMap;
import java.util.Map;

/** One stream at its ingest, and the edges that pull it. */
abstract class Outlet {

  private final StreamId stream;
  private final Map<String, Pull> pulls = new HashMap<>();
  private Runnable onDemand;
  private long askedAt;

  Outlet(StreamId stream, Runnable onDemand, long now) {
    this.stream = stream;
    this.onDemand = onDemand;
    this.askedAt = now;
  }

  final StreamId stream() {
    return stream;
  }

  /** Another source takes the stream over. */
  final void onDemand(Runnable next) {
    onDemand = next;
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

  final void demand(long now) {
    askedAt = now;
    onDemand.run();
  }

  /** When an edge last asked, or last said that it is done. */
  final long askedAt() {
    return askedAt;
  }

  final void touch(long now) {
    askedAt = now;
  }

  final boolean isWanted(long now) {
    return pulls.values().stream().anyMatch(pull -> pull.isWanted(now));
  }
}
