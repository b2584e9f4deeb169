package dev.sightline.bus;

import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamState;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.metrics.RelayMetrics.DropPlace;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * The edge's end of the bus, one per node: pulls each stream that some event loop of the node wants
 * once, from the ingest that owns it.
 */
public final class FrameReceiver extends VerticleBase {

  private final RelayBus bus;
  private final RelayMetrics metrics;
  private final Map<StreamId, FrameSubscription> subscriptions = new HashMap<>();
  private final Map<String, IngestLink> links = new HashMap<>();

  public FrameReceiver(RelayBus bus, RelayMetrics metrics) {
    this.bus = bus;
    this.metrics = metrics;
  }

  @Override
  public Future<?> start() {
    bus.onChange(entry -> context.runOnContext(v -> changed(entry)));
    bus.onRemoval(stream -> context.runOnContext(v -> removed(stream)));
    return Future.succeededFuture();
  }

  /**
   * Begins to deliver a stream's frames to the calling event loop, the newest first. Must be called
   * on an event loop, which is where {@code listener} is called; the tap is to be closed there too.
   * If the stream has gone meanwhile, the listener is told so.
   *
   * @param viewers how many viewers this node has for the stream; asked on another thread
   */
  public FrameTap open(StreamId stream, FrameTap.Listener listener, IntSupplier viewers) {
    FrameTap tap =
        new FrameTap(
            vertx.getOrCreateContext(),
            listener,
            metrics.framesDropped(stream, DropPlace.LOOP),
            closed -> context.runOnContext(v -> remove(stream, closed)));
    context.runOnContext(v -> add(stream, tap, viewers));
    return tap;
  }

  private void add(StreamId stream, FrameTap tap, IntSupplier viewers) {
    FrameSubscription subscription = subscriptions.get(stream);
    if (subscription == null) {
      subscription =
          new FrameSubscription(vertx, bus.transport(), stream, System::nanoTime, metrics);
      subscriptions.put(stream, subscription);
    }
    subscription.add(tap, viewers);
    Optional<Entry> entry = bus.directory().find(stream);
    subscription.follow(entry.map(this::linkTo).orElse(null));
    if (entry.isEmpty()) {
      tap.end();
    }
  }

  private void remove(StreamId stream, FrameTap tap) {
    FrameSubscription subscription = subscriptions.get(stream);
    if (subscription != null && subscription.remove(tap)) {
      subscriptions.remove(stream);
      subscription.stop();
    }
  }

  private void changed(Entry entry) {
    FrameSubscription subscription = subscriptions.get(entry.stream());
    if (subscription != null) {
      subscription.follow(linkTo(entry));
      if (hasNoPicture(entry.status().state())) {
        subscription.lose();
      }
    }
    links.keySet().retainAll(bus.transport().nodes());
  }

  private void removed(StreamId stream) {
    FrameSubscription subscription = subscriptions.get(stream);
    if (subscription != null) {
      subscription.end();
    }
  }

  private static boolean hasNoPicture(StreamState state) {
    return state == StreamState.RETRYING || state == StreamState.IDLE;
  }

  private IngestLink linkTo(Entry entry) {
    return entry.owner() == null
        ? null
        : links.computeIfAbsent(entry.owner().node(), this::newLink);
  }

  private IngestLink newLink(String ingest) {
    return new IngestLink(vertx, bus.transport(), ingest);
  }
}
