package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The feeds of one kind on one event loop: one is opened for a stream's first viewer, and closed
 * after the last.
 */
final class Feeds<V extends Viewer, F extends Feed<V>> {

  private final Function<StreamId, F> opening;
  private final Map<StreamId, F> open = new HashMap<>();

  Feeds(Function<StreamId, F> opening) {
    this.opening = opening;
  }

  /** Lets in the viewer that {@code making} makes, given its feed. */
  void join(StreamId stream, Function<F, ? extends V> making) {
    F feed = open.computeIfAbsent(stream, opening);
    V viewer;
    try {
      viewer = making.apply(feed);
    } catch (RuntimeException e) {
      closeIfDeserted(feed);
      throw e;
    }
    feed.add(viewer);
  }

  /** Lets a viewer go and tells whether it was there. */
  boolean leave(StreamId stream, Viewer viewer) {
    F feed = open.get(stream);
    if (feed == null || !feed.remove(viewer)) {
      return false;
    }
    closeIfDeserted(feed);
    return true;
  }

  private void closeIfDeserted(F feed) {
    if (feed.isDeserted()) {
      open.remove(feed.stream());
      feed.close();
    }
  }

  void visit(Consumer<F> visitor) {
    List.copyOf(open.values()).forEach(visitor);
  }
}
