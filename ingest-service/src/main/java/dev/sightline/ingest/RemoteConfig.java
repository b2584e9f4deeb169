package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;

/**
 * A stream of another place: of a site that has dialled in, or of a cluster that is dialled.
 *
 * @param id its name here
 * @param there its name at that place
 * @param kind what it is made of
 * @param place where it is pulled from
 */
record RemoteConfig(StreamId id, StreamId there, StreamKind kind, RemotePlace place)
    implements StreamConfig {

  /** Farther than any way that is taken, see {@link RemoteNames#MOST_HOPS}. */
  private static final int OUT_OF_REACH = 1_000;

  /**
   * Through how many regions it comes; more than any stream while it can't be had from there. Also
   * then the shorter way is the better one, or two regions would prefer each other in turn.
   */
  int distance() {
    int hops = place.hops(there).size();
    return place.has(there) ? hops : OUT_OF_REACH + hops;
  }

  @Override
  public String origin() {
    return place.toString();
  }

  @Override
  public StreamSource source(SourceTools tools) {
    return new RemoteSource(this, tools);
  }
}
