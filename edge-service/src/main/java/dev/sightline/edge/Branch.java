package dev.sightline.edge;

import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.Metronome;
import dev.sightline.bus.Relay;
import dev.sightline.bus.RelayBus;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/**
 * What an edge does for other edges: gives them the streams for which an ingest sends them here,
 * see docs/cluster.md. On the bus's event loop.
 */
final class Branch extends VerticleBase {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final RelayBus bus;
  private final FrameReceiver receiver;
  private final Relay relay;

  Branch(RelayBus bus, FrameReceiver receiver, RelayMetrics metrics) {
    this.bus = bus;
    this.receiver = receiver;
    this.relay = Relay.within(bus, receiver, metrics);
  }

  @Override
  public Future<?> start() {
    bus.transport().onNodeLeft(node -> context.runOnContext(v -> relay.nodeLeft(node)));
    Metronome.every(vertx, SECOND, relay::everySecond);
    return bus.transport().listenForAsks(relay).onSuccess(v -> receiver.serveIf(relay::isOpen));
  }

  /** Sends them elsewhere, since this node is about to end. Any thread. */
  Future<Void> refuse() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        v -> {
          relay.refuse();
          done.complete();
        });
    return done.future();
  }

  /** To how many edges a stream is given from here. Any thread. */
  int edgesOf(StreamId stream) {
    return relay.edgesOf(stream);
  }
}
