package dev.sightline.bus;

import dev.sightline.frame.StreamId;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;

/** An ordered stream at its ingest: the latest bytes are kept. */
final class StretchOutlet extends Outlet {

  private final StretchRing ring = new StretchRing();
  private final Counter sent;
  private final Counter dropped;

  StretchOutlet(StreamId stream, Runnable onDemand, EdgeTree tree, long now, RelayMetrics metrics) {
    super(stream, onDemand, tree, now);
    this.sent = metrics.bus().stretchBytesSent(stream);
    this.dropped = metrics.bus().stretchBytesDropped(stream, DropPlace.BUS);
  }

  StretchRing ring() {
    return ring;
  }

  @Override
  Ask.Kind kind() {
    return Ask.Kind.STRETCH;
  }

  @Override
  Pull newPull(EdgeLine line) {
    return new StretchPull(this, line);
  }

  @Override
  void clear() {
    ring.clear();
  }

  @Override
  void expire(long now) {
    ring.expire(now);
  }

  /**
   * @param from what the edge had asked for; what lies between is dropped for it
   */
  void count(StretchRun run, Bookmark from) {
    sent.increment(run.size());
    if (from != null && from.epoch().equals(run.epoch())) {
      dropped.increment(Math.max(0, run.position() - from.position()));
    }
  }
}
