package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a viewer takes of an edge's limits, until it gives that back. Any thread. */
final class Place implements Admission {

  private final Places places;
  private final Optional<StreamId> stream;
  private final Optional<String> address;
  private final AtomicBoolean isTaken = new AtomicBoolean(true);

  /**
   * @param stream empty for a socket on which any may be watched
   * @param address what it is counted by, if it is
   */
  Place(Places places, Optional<StreamId> stream, Optional<String> address) {
    this.places = places;
    this.stream = stream;
    this.address = address;
  }

  Optional<StreamId> stream() {
    return stream;
  }

  Optional<String> address() {
    return address;
  }

  /** Once; what is said twice is ignored. */
  void leave() {
    if (isTaken.compareAndSet(true, false)) {
      places.takeBack(this);
    }
  }
}
