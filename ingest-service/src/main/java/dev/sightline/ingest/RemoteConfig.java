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

  /** Through how many regions it comes; more than any stream while it can't be had from there. */
  int distance() {
    return place.has(there) ? place.hops(there).size() : Integer.MAX_VALUE;
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
