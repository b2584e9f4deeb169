package dev.sightline.edge;

import dev.sightline.edge.LatestFrameWriter.Outcome;

/**
 * Where every frame goes, at once, in a form that is the same for many viewers. Nothing more is
 * done per viewer than to write it.
 */
record FormSink(ViewerChannel channel, WireForm form) implements LatestFrameWriter.Sink {

  @Override
  public boolean isReady(LatestFrameWriter writer) {
    return true;
  }

  @Override
  public Outcome write(OutboundFrame frame, LatestFrameWriter writer) {
    return frame.in(form).map(bytes -> write(bytes, writer)).orElse(Outcome.NO_ROOM);
  }

  private Outcome write(SharedBuffer bytes, LatestFrameWriter writer) {
    writer.wrote(bytes.size());
    return channel.write(bytes, writer);
  }

  @Override
  public long waiting() {
    return channel.waiting();
  }

  @Override
  public void abandon() {
    channel.abandon();
  }
}
