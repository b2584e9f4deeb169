package dev.sightline.bus;

import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.metrics.RelayMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Passes on what this node receives to those who ask here: pulls each stream that is asked for, and
 * answers as an ingest does.
 *
 * <p>A stream is pulled as long as somebody asks for it and {@link #LINGER} more. A frame's age
 * grows by what it lay here, where it began it keeps. A picture that is lost is lost for those
 * behind it too, and a stream that ends here ends there.
 *
 * <p>Used on one event loop, which need not be the receiver's. At most it has as many streams as
 * the directory.
 */
public final class Relay implements FrameTransport.AskHandler {

  /** Longer than the way of the next ask, shorter than that of a camera; nanoseconds. */
  static final long LINGER = TimeUnit.SECONDS.toNanos(1);

  private final RelayBus bus;
  private final FrameReceiver receiver;
  private final FramePublisher publisher;
  private final Supplier<Stamp> stamps;
  private final Map<StreamId, Passage> passages = new ConcurrentHashMap<>();
  private int standstills;
  private boolean refusing;

  private Relay(
      RelayBus bus, FrameReceiver receiver, RelayMetrics metrics, Supplier<Stamp> stamps) {
    this.stamps = stamps;
    this.bus = bus;
    this.receiver = receiver;
    this.publisher = new FramePublisher(bus.nanos(), metrics);
    this.standstills = bus.standstills().count();
  }

  /**
   * One for nodes of the same cluster: the owner's numbers stay, so that who changes from one node
   * to another goes on where he was.
   *
   * @param receiver of {@code bus}; it must be deployed before the first ask comes
   */
  public static Relay within(RelayBus bus, FrameReceiver receiver, RelayMetrics metrics) {
    return new Relay(bus, receiver, metrics, () -> Stamp.KEPT);
  }

  /**
   * One for another cluster, to which it owns the streams.
   *
   * @param epoch the first that it numbers them in; each time that it begins to pull a stream it
   *     takes a higher one
   */
  public static Relay beyond(
      RelayBus bus, FrameReceiver receiver, RelayMetrics metrics, Epoch epoch) {
    AtomicLong next = new AtomicLong(epoch.startedAt());
    return new Relay(
        bus, receiver, metrics, () -> Stamp.of(new Epoch(next.getAndIncrement(), epoch.node())));
  }

  @Override
  public void handle(Ask ask, Consumer<Answer> answer) {
    if (refusing) {
      answer.accept(null);
      return;
    }
    forgetWhatWas();
    if (ask.kind() == Ask.Kind.FRAME || ask.kind() == Ask.Kind.STRETCH) {
      bus.directory().find(ask.stream()).ifPresent(this::open);
    }
    publisher.handle(ask, answer);
  }

  /** There may be one of the other kind yet, which has ended. */
  private void open(Entry entry) {
    StreamKind kind = entry.status().kind();
    Passage known = passages.get(entry.stream());
    if (known == null || known.kind() != kind) {
      close(entry.stream());
      passages.put(entry.stream(), newPassage(entry.stream(), kind));
    }
  }

  private Passage newPassage(StreamId stream, StreamKind kind) {
    return Passage.open(stream, kind, receiver, publisher, stamps.get(), bus.nanos());
  }

  private void close(StreamId stream) {
    Passage passage = passages.remove(stream);
    if (passage != null) {
      passage.close();
    }
  }

  /** Those who ask come before any timer when this process goes on after a standstill. */
  private void forgetWhatWas() {
    int now = bus.standstills().count();
    if (now != standstills) {
      standstills = now;
      passages.keySet().forEach(publisher::clear);
    }
  }

  /** To how many a stream is given from here, a second ago at most. Any thread. */
  public int edgesOf(StreamId stream) {
    Passage passage = passages.get(stream);
    return passage == null ? 0 : passage.served();
  }

  /** Throws away what is held for a node that has left. */
  public void nodeLeft(String node) {
    publisher.nodeLeft(node);
  }

  /** Lets go what nobody asks for any more; to be called every second. */
  public void everySecond() {
    forgetWhatWas();
    publisher.everySecond();
    passages.values().forEach(Passage::everySecond);
    List<StreamId> unwanted =
        passages.keySet().stream()
            .filter(stream -> publisher.unwantedFor(stream) >= LINGER)
            .toList();
    unwanted.forEach(this::close);
  }

  /** Whether it serves those who ask. */
  public boolean isOpen() {
    return !refusing;
  }

  /** Sends all who ask elsewhere from now on, since this node is about to end. */
  public void refuse() {
    refusing = true;
    close();
  }

  /** Pulls nothing any more; asks that are held are answered. */
  public void close() {
    new ArrayList<>(passages.keySet()).forEach(this::close);
  }
}
