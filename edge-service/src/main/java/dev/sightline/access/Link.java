package dev.sightline.access;

import dev.sightline.frame.StreamId;
import java.time.Instant;
import java.util.Set;

/**
 * What a signed link says.
 *
 * @param id tells it from all others
 * @param key the id of the key that has signed it
 * @param streams that it lets watch
 * @param expiresAt when it ends
 * @param viewers how many may use it at a time, at each edge; 0 for any number
 */
public record Link(String id, String key, Set<StreamId> streams, Instant expiresAt, int viewers) {

  public Link {
    streams = Set.copyOf(streams);
  }
}
