package dev.sightline.bus;

import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.metrics.RelayMetrics.DropPlace;
import io.micrometer.core.instrument.Counter;
import java.util.HashMap;
import java.util.Map;

/** One stream at its ingest: the newest frame, and the edges that pull it. */
final class Outlet {

  private final StreamId stream;
  private final Counter sent;
  private final Counter dropped;
  private final Map<String, Pull> pulls = new HashMap<>();
  private Runnable onDemand;
  private Frame newest;
  private long newestAt;
  private long askedAt;

  Outlet(StreamId stream, Runnable onDemand, long now, RelayMetrics metrics) {
    this.stream = stream;
    this.onDemand = onDemand;
    this.askedAt = now;
    this.sent = metrics.busFramesSent(stream);
    this.dropped = metrics.framesDropped(stream, DropPlace.BUS);
  }

  StreamId stream() {
    return stream;
  }

  /** Another source takes the stream over. */
  void onDemand(Runnable next) {
    onDemand = next;
  }

  Frame newest() {
    return newest;
  }

  void newest(Frame frame, long now) {
    newest = frame;
    newestAt = now;
  }

  /** Forgets the newest frame. */
  void clear() {
    newest = null;
  }

  /** How long the newest frame has been here, nanoseconds. */
  long newestAge(long now) {
    return now - newestAt;
  }

  Map<String, Pull> pulls() {
    return pulls;
  }

  Pull pullOf(EdgeLine line) {
    return pulls.computeIfAbsent(line.edge(), edge -> new Pull(this, line));
  }

  void demand(long now) {
    askedAt = now;
    onDemand.run();
  }

  /** When an edge last asked, or last said that it is done. */
  long askedAt() {
    return askedAt;
  }

  void touch(long now) {
    askedAt = now;
  }

  boolean isWanted(long now) {
    return pulls.values().stream().anyMatch(pull -> pull.isWanted(now));
  }

  void count(long framesDropped) {
    sent.increment();
    if (framesDropped > 0) {
      dropped.increment(framesDropped);
    }
  }
}
