package dev.sightline.ingest;

import dev.sightline.bus.StreamStatus;
import io.vertx.core.Future;

/**
 * Supervises what one stream comes from, from the time it is configured to its removal. Lives on
 * the ingest's event loop.
 */
public interface StreamSource {

  /** Says where the stream stands in the configuration, which may change while it goes on. */
  void place(int position);

  /**
   * Learns from the source that gave this stream before and has ended; called before {@link #start}
   * at most once.
   */
  default void follow(StreamSource before) {}

  /** Begins to serve the stream. */
  void start();

  /** Ends for good, and tells when that is done; asks that still come change nothing. */
  Future<Void> stop();

  StreamStatus status();

  /** Whether another ingest could give the stream from now on without anybody noticing. */
  boolean isAtRest();
}
