package dev.sightline.bus;

import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An edge of a {@link SimulatedCluster} that may have a viewer, and serves other edges. */
final class SimulatedStation implements FrameTap.Listener {

  private final SimulatedCluster cluster;
  private final SimulatedNode node;
  private final StreamId stream;
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final FrameReceiver receiver;
  private final Relay relay;
  private FrameTap tap;
  private Frame newest;
  private long newestAt;
  private long longestGap;
  private long oldest;
  private int frames;
  private int stepsBack;

  SimulatedStation(SimulatedCluster cluster, StreamId stream) {
    this.cluster = cluster;
    this.stream = stream;
    node = cluster.startEdge();
    receiver = new FrameReceiver(node.bus(), metrics);
    receiver.init(node.vertx(), node.context());
    receiver.start();
    relay = Relay.within(node.bus(), receiver, metrics);
    receiver.serveIf(relay::isOpen);
    node.bus().transport().onNodeLeft(relay::nodeLeft);
    node.bus().transport().listenForAsks(relay);
    Metronome.every(node.vertx(), Duration.ofSeconds(1), relay::everySecond);
  }

  SimulatedNode node() {
    return node;
  }

  void watch() {
    node.run(() -> tap = receiver.open(stream, this, () -> 1));
    restart();
  }

  void leave() {
    node.run(
        () -> {
          tap.close();
          tap = null;
        });
  }

  boolean isWatching() {
    return tap != null;
  }

  /** As at the beginning of a node's end. */
  void refuse() {
    node.run(relay::refuse);
  }

  Optional<Place> place() {
    return receiver.placeOf(stream);
  }

  /** Begins to tally anew. */
  void restart() {
    newestAt = cluster.time().elapsed();
    longestGap = 0;
    oldest = 0;
    frames = 0;
  }

  int frames() {
    return frames;
  }

  /** The longest time without a frame, the running one included. */
  Duration longestGap() {
    return Duration.ofNanos(Math.max(longestGap, cluster.time().elapsed() - newestAt));
  }

  /** The most that any frame was old when it came. */
  Duration oldest() {
    return Duration.ofNanos(oldest);
  }

  /** Frames that weren't newer than the one before. */
  int stepsBack() {
    return stepsBack;
  }

  double complaints() {
    return metrics.bus().complaints().count();
  }

  @Override
  public void frame(Arrival arrival) {
    Frame frame = arrival.frame();
    long now = cluster.time().elapsed();
    stepsBack += frame.isNewerThan(newest) ? 0 : 1;
    newest = frame;
    longestGap = Math.max(longestGap, now - newestAt);
    newestAt = now;
    oldest = Math.max(oldest, now - TimeUnit.MICROSECONDS.toNanos(frame.capturedAt()));
    frames++;
  }

  @Override
  public void lost() {
    newest = null;
  }

  @Override
  public void ended() {}

  @Override
  public String toString() {
    return node.name() + place().map(place -> " at " + place).orElse("");
  }
}
