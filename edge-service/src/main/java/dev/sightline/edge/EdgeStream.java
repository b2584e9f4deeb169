package dev.sightline.edge;

import dev.sightline.bus.Arrival;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the event loops of a node share for one stream: the composed form of its newest frame, and
 * what is counted. Any thread.
 */
final class EdgeStream {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeStream.class);

  /** Viewers of a stream that are told of one by one. */
  static final int MOST_SHOWN = 100;

  private static final long WARN_EVERY = TimeUnit.MINUTES.toNanos(1);

  private final StreamId stream;
  private final FrameMemory memory;
  private final Tracing tracing;
  private final AtomicInteger viewers = new AtomicInteger();
  private final Counter frames;
  private final Counter bytes;
  private final Counter repeats;
  private final Map<DropPlace, Counter> dropped = new EnumMap<>(DropPlace.class);
  private final Counter givenUp;
  private final Timer firstFrame;
  private final Timer frameAge;
  private final AtomicLong warnedAt = new AtomicLong();
  private final Map<Feed<?>, List<ViewerFigures>> shown = new ConcurrentHashMap<>();
  private OutboundFrame newest;
  private long newestAged = Long.MIN_VALUE;
  private OutboundFrame card;

  EdgeStream(StreamId stream, FrameMemory memory, RelayMetrics metrics, Tracing tracing) {
    this.stream = stream;
    this.memory = memory;
    this.tracing = tracing;
    this.frames = metrics.edge().viewerFrames(stream);
    this.bytes = metrics.edge().viewerBytes(stream);
    this.repeats = metrics.edge().viewerRepeats(stream);
    for (DropPlace place : DropPlace.AT_EDGES) {
      dropped.put(place, metrics.edge().framesDropped(stream, place));
    }
    this.givenUp = metrics.edge().viewersGivenUp(stream);
    this.firstFrame = metrics.edge().firstFrame();
    this.frameAge = metrics.edge().frameAge();
    metrics.edge().viewers(stream, viewers::get);
    metrics.edge().newestFrameAge(stream, this::newestAge);
  }

  StreamId stream() {
    return stream;
  }

  /**
   * The outbound form of a frame, the same one for all event loops that were given this frame. The
   * caller holds it and is to let it go.
   */
  @SuppressWarnings("ReferenceEquality")
  synchronized OutboundFrame outbound(Arrival arrival) {
    boolean known = newest != null && newest.frame() == arrival.frame();
    if (!known || !newest.hold()) {
      newest = new OutboundFrame(arrival, memory);
      age(arrival);
    }
    return newest;
  }

  /** Once for each frame: an event loop that is late may come with one that others have had. */
  private void age(Arrival arrival) {
    if (arrival.at() > newestAged) {
      newestAged = arrival.at();
      frameAge.record(ageOf(arrival.at(), arrival.frame()), TimeUnit.NANOSECONDS);
    }
  }

  /**
   * By the clocks of the ingest and of this machine, since the network's share can't be told
   * without them; when they disagree, never less than what is known of it for sure.
   */
  private static long ageOf(long arrivedAt, Frame frame) {
    long byClocks = System.currentTimeMillis() * 1_000 - frame.capturedAt();
    return Math.max(TimeUnit.MICROSECONDS.toNanos(byClocks), System.nanoTime() - arrivedAt);
  }

  /** It is shown no more, unless another event loop has a newer one. */
  @SuppressWarnings("ReferenceEquality")
  synchronized void lost(OutboundFrame frame) {
    if (newest != null && newest.frame() == frame.frame()) {
      newest = null;
    }
  }

  private synchronized double newestAge() {
    return newest == null ? Double.NaN : ageOf(newest.arrivedAt(), newest.frame()) / 1e9;
  }

  /** The outbound form of an offline picture, in the same way. */
  @SuppressWarnings("ReferenceEquality")
  synchronized OutboundFrame card(Frame picture) {
    boolean known = card != null && card.frame() == picture;
    if (!known || !card.hold()) {
      card = OutboundFrame.card(picture, memory);
    }
    return card;
  }

  void viewerCame() {
    viewers.incrementAndGet();
  }

  /** The last one takes the newest frame along, so that a stream nobody watches costs no memory. */
  synchronized void viewerLeft() {
    if (viewers.decrementAndGet() == 0) {
      newest = null;
      card = null;
    }
  }

  int viewers() {
    return viewers.get();
  }

  /** Tells how the viewers of one event loop are served, in place of what it told before. */
  void show(Feed<?> feed, List<ViewerFigures> figures) {
    // The last viewer may have taken the feed along a moment ago.
    if (figures.isEmpty()) {
      shown.remove(feed);
    } else {
      shown.put(feed, figures);
    }
  }

  void hide(Feed<?> feed) {
    shown.remove(feed);
  }

  /** How the viewers were served a second ago at most, the first {@value #MOST_SHOWN} of them. */
  List<ViewerFigures> figures() {
    return shown.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(ViewerFigures::since))
        .limit(MOST_SHOWN)
        .toList();
  }

  void firstDelivered(long nanos) {
    firstFrame.record(nanos, TimeUnit.NANOSECONDS);
    tracing.firstPicture(stream, nanos);
  }

  void delivered(long count, long size) {
    frames.increment(count);
    bytes.increment(size);
  }

  void repeated(long count) {
    repeats.increment(count);
  }

  void dropped(DropPlace place, long count) {
    dropped.get(place).increment(count);
  }

  /** A frame found no room. */
  void droppedForMemory(long count) {
    dropped(DropPlace.MEMORY, count);
    warnOfMemory();
  }

  /** Something found no room, which is told once a minute at most. */
  void warnOfMemory() {
    long now = System.nanoTime();
    long last = warnedAt.get();
    if ((last == 0 || now - last > WARN_EVERY) && warnedAt.compareAndSet(last, now)) {
      LOG.warn(
          "{}: what comes has no room beside {} bytes on their way to viewers and is dropped for"
              + " all; edge.frame-memory is {} bytes",
          stream,
          memory.bytes(),
          memory.limit());
    }
  }

  void gaveUp() {
    givenUp.increment();
  }

  long framesOut() {
    return (long) frames.count();
  }

  long bytesOut() {
    return (long) bytes.count();
  }

  long framesRepeated() {
    return (long) repeats.count();
  }

  /** Frames that were left out at one place, on this node. */
  long framesDropped(DropPlace place) {
    return (long) dropped.get(place).count();
  }

  /**
   * When the newest frame of those that viewers here are shown was captured, microseconds since
   * 1970; 0 when there is none.
   */
  synchronized long newestAt() {
    return newest == null ? 0 : newest.frame().capturedAt();
  }
}
