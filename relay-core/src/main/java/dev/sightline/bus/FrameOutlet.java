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
  private long published;
  private int weight = 1;

  FrameOutlet(StreamId stream, Runnable onDemand, EdgeTree tree, long now, RelayMetrics metrics) {
    super(stream, onDemand, tree, now);
    this.sent = metrics.bus().framesSent(stream);
    this.dropped = metrics.bus().framesDropped(stream, DropPlace.BUS);
  }

  Frame newest() {
    return newest;
  }

  /**
   * @param at when the ingest had it
   */
  void newest(Frame frame, long at) {
    newest = frame;
    newestAt = at;
    published++;
  }

  /**
   * How many frames there were. Unlike their own numbers these go on by one, also where frames come
   * from another node, which leaves some out, and may change.
   */
  long published() {
    return published;
  }

  /** How long ago the ingest had the newest frame, as far as that is known, nanoseconds. */
  long newestAge(long now) {
    return now - newestAt;
  }

  /** Its share of a line on which not everything fits, beside those of the others. */
  int weight() {
    return weight;
  }

  @Override
  void weigh(int next) {
    weight = next;
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
