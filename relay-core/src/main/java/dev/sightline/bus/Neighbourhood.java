package dev.sightline.bus;

import dev.sightline.frame.StreamId;

/** What a subscription must know of its node and of the others to be served by another edge. */
interface Neighbourhood {

  /** The way to a node. */
  IngestLink linkTo(String node);

  /** Whether this node gives streams to others that ask. */
  boolean serves();

  /** Bytes of a stream that its owner says to have: they grow while there is anything to get. */
  long bytesOf(StreamId stream);

  /** Tells from where a stream comes, for people; null when it is not pulled any more. */
  void show(StreamId stream, Place place);
}
