package dev.sightline.edge;

import dev.sightline.access.Action;
import dev.sightline.access.Gate;
import dev.sightline.access.Pass;
import dev.sightline.frame.StreamId;

/**
 * Which streams somebody gets to see; the others are as if they weren't there.
 *
 * @param action what it is that they are seen for
 */
record Sight(Gate gate, Pass pass, Action action) {

  /** Whether there is nothing that is hidden from anyone. */
  boolean isWhole() {
    return gate.allowsAll(action);
  }

  boolean sees(StreamId stream) {
    return gate.allows(pass, action, stream);
  }
}
