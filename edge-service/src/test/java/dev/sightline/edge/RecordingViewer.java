package dev.sightline.edge;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A viewer that takes everything and remembers it. May be looked at by any thread. */
final class RecordingViewer implements FrameViewer {

  private final List<OutboundFrame> frames = new CopyOnWriteArrayList<>();
  private final AtomicInteger dismissals = new AtomicInteger();

  @Override
  public void offer(OutboundFrame frame) {
    frames.add(frame);
  }

  @Override
  public void dismiss() {
    dismissals.incrementAndGet();
  }

  /** How often it was told that the stream is no more. */
  int dismissals() {
    return dismissals.get();
  }

  List<OutboundFrame> frames() {
    return frames;
  }

  List<Long> sequences() {
    return frames.stream().map(frame -> frame.frame().sequence()).toList();
  }
}
