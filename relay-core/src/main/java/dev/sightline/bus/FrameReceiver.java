package dev.sightline.bus;

import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamState;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * The edge's end of the bus, one per node: pulls each stream that some event loop of the node wants
 * once, from the ingest that owns it.
 */
public final class FrameReceiver extends VerticleBase {

  private final RelayBus bus;
  private final RelayMetrics metrics;
  private final Map<StreamId, Subscription<FrameTap>> frames = new HashMap<>();
  private final Map<StreamId, Subscription<StretchTap>> stretches = new HashMap<>();
  private final Map<String, IngestLink> links = new HashMap<>();
  private final Map<StreamId, Place> places = new ConcurrentHashMap<>();
  private final Neighbourhood neighbourhood = new Neighbours();
  private volatile BooleanSupplier serves = () -> false;

  public FrameReceiver(RelayBus bus, RelayMetrics metrics) {
    this.bus = bus;
    this.metrics = metrics;
  }

  @Override
  public Future<?> start() {
    bus.onChange(entry -> context.runOnContext(v -> changed(entry)));
    bus.onRemoval(stream -> context.runOnContext(v -> removed(stream)));
    bus.transport().onNodeLeft(node -> context.runOnContext(v -> gone(node)));
    return Future.succeededFuture();
  }

  /**
   * Begins to deliver a stream's frames to the calling event loop, the newest first. Must be called
   * on an event loop, which is where {@code listener} is called; the tap is to be closed there too.
   * If the stream has gone meanwhile, or isn't of pictures any more, the listener is told so.
   *
   * @param viewers how many watch by this tap; asked on another thread
   */
  public FrameTap open(StreamId stream, FrameTap.Listener listener, IntSupplier viewers) {
    FrameTap tap =
        new FrameTap(
            vertx.getOrCreateContext(),
            listener,
            bus.standstills(),
            metrics.bus().framesDropped(stream, DropPlace.LOOP),
            closed -> context.runOnContext(v -> remove(frames, stream, closed)));
    context.runOnContext(v -> add(frames, this::newFrames, stream, tap, viewers));
    return tap;
  }

  /**
   * The same for an ordered stream: delivers its bytes from a start on, without a gap as long as
   * the calling event loop and the network keep up, else from a later start on.
   */
  public StretchTap openOrdered(
      StreamId stream, StretchTap.Listener listener, IntSupplier viewers) {
    StretchTap tap =
        new StretchTap(
            vertx.getOrCreateContext(),
            listener,
            bus.standstills(),
            metrics.bus().stretchBytesDropped(stream, DropPlace.LOOP),
            closed -> context.runOnContext(v -> remove(stretches, stream, closed)));
    context.runOnContext(v -> add(stretches, this::newStretches, stream, tap, viewers));
    return tap;
  }

  private Subscription<FrameTap> newFrames(StreamId stream) {
    return new FrameSubscription(
        vertx, bus.transport(), stream, bus.nanos(), bus.standstills(), neighbourhood, metrics);
  }

  private Subscription<StretchTap> newStretches(StreamId stream) {
    return new StretchSubscription(
        vertx, bus.transport(), stream, bus.standstills(), neighbourhood, metrics);
  }

  private <T extends Tap> void add(
      Map<StreamId, Subscription<T>> those,
      Function<StreamId, Subscription<T>> make,
      StreamId stream,
      T tap,
      IntSupplier viewers) {
    Subscription<T> subscription = those.computeIfAbsent(stream, make);
    subscription.add(tap, viewers);
    Optional<Entry> entry = bus.directory().find(stream).filter(subscription::fits);
    entry.ifPresentOrElse(known -> follow(subscription, known), tap::end);
  }

  private static <T extends Tap> void remove(
      Map<StreamId, Subscription<T>> those, StreamId stream, Tap tap) {
    Subscription<T> subscription = those.get(stream);
    if (subscription != null && subscription.remove(tap)) {
      those.remove(stream);
      subscription.stop();
    }
  }

  private void changed(Entry entry) {
    subscriptionsTo(entry.stream()).forEach(subscription -> changed(subscription, entry));
    dropIdleLinks();
  }

  private void changed(Subscription<?> subscription, Entry entry) {
    if (!subscription.fits(entry)) {
      subscription.end();
      return;
    }
    follow(subscription, entry);
    if (entry.owner() != null && hasNoPicture(entry.status().state())) {
      subscription.lose();
    }
  }

  private void follow(Subscription<?> subscription, Entry entry) {
    if (entry.owner() == null) {
      subscription.orphan();
    } else {
      subscription.follow(linkTo(entry.owner().node()), entry.owner());
    }
  }

  private void dropIdleLinks() {
    Collection<String> nodes = bus.transport().nodes();
    links.values().removeIf(link -> link.isIdle() && !nodes.contains(link.ingest()));
  }

  private void removed(StreamId stream) {
    subscriptionsTo(stream).forEach(Subscription::end);
  }

  private Stream<Subscription<?>> subscriptionsTo(StreamId stream) {
    return Stream.<Subscription<?>>of(frames.get(stream), stretches.get(stream))
        .filter(Objects::nonNull);
  }

  private void gone(String node) {
    IngestLink link = links.get(node);
    if (link != null) {
      link.isGone();
    }
  }

  private static boolean hasNoPicture(StreamState state) {
    return state == StreamState.RETRYING || state == StreamState.IDLE;
  }

  private IngestLink linkTo(String ingest) {
    return links.computeIfAbsent(
        ingest, unknown -> new IngestLink(vertx, bus.transport(), unknown));
  }

  /**
   * Says whether this node gives streams to other edges that ask it; it doesn't unless told.
   *
   * @param answer asked on the receiver's event loop
   */
  public void serveIf(BooleanSupplier answer) {
    serves = answer;
  }

  /** From where a stream comes that is pulled here now. Any thread. */
  public Optional<Place> placeOf(StreamId stream) {
    return Optional.ofNullable(places.get(stream));
  }

  /** Those of this process: who keeps what came by a tap looks whether there was another. */
  public Standstills standstills() {
    return bus.standstills();
  }

  private final class Neighbours implements Neighbourhood {

    @Override
    public IngestLink linkTo(String node) {
      return FrameReceiver.this.linkTo(node);
    }

    @Override
    public boolean serves() {
      return serves.getAsBoolean();
    }

    @Override
    public long bytesOf(StreamId stream) {
      return bus.directory().find(stream).map(entry -> entry.status().bytes()).orElse(0L);
    }

    @Override
    public void show(StreamId stream, Place place) {
      if (place == null) {
        places.remove(stream);
        metrics.bus().forgetDepth(stream);
      } else if (places.put(stream, place) == null) {
        metrics.bus().depth(stream, () -> placeOf(stream).map(Place::depth).orElse(0));
      }
    }
  }
}
