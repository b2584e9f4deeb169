package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import java.util.Map;
import java.util.Set;

/** An ingest as one of several that may have the same cameras. Used on the bus's event loop. */
public interface Candidate {

  /** The streams that it has configured and can reach, whether it owns them or not. */
  Set<StreamId> streams();

  /**
   * Streams that only this ingest has the source of, as those of a site that has dialled in: they
   * are taken without being allotted, from another ingest only if the same link led there before.
   * Streams that an ingest has configured go before them.
   */
  default Map<StreamId, Claim> claims() {
    return Map.of();
  }

  /**
   * Says which claims are of no use, since somebody else has a stream of that name; again and
   * again.
   *
   * @param names each with the link by which that one comes, or what else it is, for people
   */
  default void taken(Map<StreamId, String> names) {}

  /** Whether it would pull the streams of other clusters, which one ingest does for all. */
  default boolean dials() {
    return false;
  }

  /**
   * Says whether that is this one; again and again.
   *
   * @param elected never true for one that doesn't dial
   */
  default void elect(boolean elected) {}

  /** Those that it owns, each with the epoch; one that is given up until its source has closed. */
  Map<StreamId, Epoch> owned();

  /**
   * Whether nobody would notice if it gave this stream up, as when it is doing so: who decides
   * would else have another one given up in its place.
   */
  boolean isAtRest(StreamId stream);

  /** Begins to pull a stream that it doesn't own. */
  void take(StreamId stream, Epoch epoch);

  /** Ends its source, and owns the stream no longer when that has closed. Once is enough. */
  void giveUp(StreamId stream, GiveUp why);
}
