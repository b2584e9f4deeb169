package dev.sightline.edge;

import dev.sightline.bus.Arrival;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.metrics.RelayMetrics.DropPlace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the event loops of a node share for one stream: the composed form of its newest frame, and
 * what is counted. Any thread.
 */
final class EdgeStream {

  private final StreamId stream;
  private final AtomicInteger viewers = new AtomicInteger();
  private final Counter frames;
  private final Counter bytes;
  private final Counter dropped;
  private final Timer firstFrame;
  private volatile OutboundFrame newest;

  EdgeStream(StreamId stream, RelayMetrics metrics) {
    this.stream = stream;
    this.frames = metrics.viewerFrames(stream);
    this.bytes = metrics.viewerBytes(stream);
    this.dropped = metrics.framesDropped(stream, DropPlace.VIEWER);
    this.firstFrame = metrics.firstFrame();
    metrics.viewers(stream, viewers::get);
  }

  StreamId stream() {
    return stream;
  }

  /** The outbound form of a frame, the same one for all event loops that were given this frame. */
  @SuppressWarnings("ReferenceEquality")
  synchronized OutboundFrame outbound(Arrival arrival) {
    if (newest == null || newest.frame() != arrival.frame()) {
      newest = new OutboundFrame(arrival);
    }
    return newest;
  }

  void viewerCame() {
    viewers.incrementAndGet();
  }

  void viewerLeft() {
    if (viewers.decrementAndGet() == 0) {
      newest = null;
    }
  }

  int viewers() {
    return viewers.get();
  }

  /** A viewer got its first frame so many nanoseconds after it came. */
  void firstDelivered(long nanos) {
    firstFrame.record(nanos, TimeUnit.NANOSECONDS);
  }

  void delivered(int size) {
    frames.increment();
    bytes.increment(size);
  }

  void dropped() {
    dropped.increment();
  }

  long framesOut() {
    return (long) frames.count();
  }

  long bytesOut() {
    return (long) bytes.count();
  }

  long framesDropped() {
    return (long) dropped.count();
  }
}
