package dev.sightline.bus;

import dev.sightline.frame.StreamId;

/** The neighbourhood of one who knows the owners only. */
final class Alone implements Neighbourhood {

  @Override
  public IngestLink linkTo(String node) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean serves() {
    return false;
  }

  @Override
  public long bytesOf(StreamId stream) {
    return 0;
  }

  @Override
  public void show(StreamId stream, Place place) {}
}
