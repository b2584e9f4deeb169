package dev.sightline.bus;

import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;

/** A stream of frames at its ingest: the newest one is kept. */
final class FrameOutlet extends Outlet {

  private final Counter sent;
  private final Counter dropped;
  private Frame newest;
  private long newestAt;

  FrameOutlet(StreamId stream, Runnable onDemand, long now, RelayMetrics metrics) {
    super(stream, onDemand, now);
    this.sent = metrics.bus().framesSent(stream);
    this.dropped = metrics.bus().framesDropped(stream, DropPlace.BUS);
  }

  Frame newest() {
    return newest;
  }

  void newest(Frame frame, long now) {
    newest = frame;
    newestAt = now;
  }

  /** How long the newest frame has been here, nanoseconds. */
  long newestAge(long now) {
    return now - newestAt;
  }

  @Override
  Ask.Kind kind() {
    return Ask.Kind.FRAME;
  }

  @Override
  Pull newPull(EdgeLine line) {
    return new FramePull(this, line);
  }

  @Override
  void clear() {
    newest = null;
  }

  /**
   * @param framesDropped how many the edge was not given before this one, on purpose
   */
  void count(long framesDropped) {
    sent.increment();
    if (framesDropped > 0) {
      dropped.increment(framesDropped);
    }
  }
}
