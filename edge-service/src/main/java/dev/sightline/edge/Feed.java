package dev.sightline.edge;

import dev.sightline.frame.StreamId;

/** One stream on one event loop, and its viewers there. */
interface Feed<V extends Viewer> {

  StreamId stream();

  void add(V viewer);

  /** Removes a viewer and tells whether it was there. */
  boolean remove(Viewer viewer);

  boolean isDeserted();

  void everySecond(Patience patience);

  /** Nothing is delivered any more. */
  void close();
}
