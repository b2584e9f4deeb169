package dev.sightline.ingest;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;

/**
 * A stream that this ingest pulls.
 *
 * @param position where it stands in the configuration, from 0
 * @param epoch in which it is pulled; a source that goes on in another one begins anew
 */
record OwnedCamera(StreamConfig config, int position, Epoch epoch) {

  StreamId stream() {
    return config.id();
  }

  /** Whether a source of {@code other} serves this too. */
  boolean isServedAs(OwnedCamera other) {
    return config.equals(other.config) && epoch.equals(other.epoch);
  }
}
