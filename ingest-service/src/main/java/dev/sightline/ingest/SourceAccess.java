package dev.sightline.ingest;

import io.vertx.core.Future;

/**
 * The way to a source: what outlives its connections. Lives on the ingest's event loop.
 *
 * <p>Next: {@link SourceConnection}
 */
interface SourceAccess {

  /** A connection that is not open yet. There is never more than one at a time. */
  SourceConnection connection(SourceConnection.Listener listener);

  /** Ends it, from which on there are no connections. */
  Future<Void> close();

  /**
   * How much of the patience that the source {@code before} had to be shown this one needs too; a
   * camera doesn't care which of our settings have changed.
   */
  default Likeness likeness(SourceAccess before) {
    return Likeness.NONE;
  }

  /** What two ways have in common. */
  enum Likeness {
    NONE,
    /** They lead to the same device, which is asked for something else. */
    SAME_DEVICE,
    /** They ask the same device for the same. */
    SAME_REQUEST
  }
}
