package dev.sightline.edge;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A viewer that takes everything and remembers it. May be looked at by any thread. */
final class RecordingViewer implements Viewer {

  private final List<OutboundFrame> frames = new CopyOnWriteArrayList<>();

  @Override
  public void offer(OutboundFrame frame) {
    frames.add(frame);
  }

  List<OutboundFrame> frames() {
    return frames;
  }

  List<Long> sequences() {
    return frames.stream().map(frame -> frame.frame().sequence()).toList();
  }
}
