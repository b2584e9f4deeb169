package dev.sightline.edge;

import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.frame.Stretch;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * An ingest without cameras: the test says what each stream shows. Its public methods are called by
 * the test's thread and have taken effect when they return.
 */
final class TestIngest extends VerticleBase {

  private static final long SECOND = 1000;

  /** When every stream became what it is. */
  static final Instant SINCE = Instant.parse("2024-02-29T12:00:00.500Z");

  private final RelayBus bus;
  private final FramePublisher publisher;
  private final List<StreamId> streams;
  private final Map<StreamId, StreamStatus> statuses = new ConcurrentHashMap<>();
  private final Map<StreamId, Integer> sequences = new HashMap<>();
  private final Set<StreamId> ts = new HashSet<>();

  TestIngest(RelayBus bus, RelayMetrics metrics, List<StreamId> streams) {
    this.bus = bus;
    this.publisher = new FramePublisher(System::nanoTime, metrics);
    this.streams = streams;
    streams.forEach(stream -> statuses.put(stream, status(stream, StreamState.LIVE, null)));
  }

  /** These of its streams are MPEG-TS. To be said before it is deployed. */
  TestIngest withTs(Collection<StreamId> some) {
    ts.addAll(some);
    streams.forEach(stream -> statuses.put(stream, status(stream, StreamState.LIVE, null)));
    return this;
  }

  /** A bus on which the stream {@code front} is listed and nobody answers for it. */
  static RelayBus listing(Vertx vertx, RelayMetrics metrics) {
    RelayBus bus = Await.result(RelayBus.start(vertx, metrics));
    StreamStatus front =
        status(TestFrames.FRONT, StreamKind.PICTURES, 0, StreamState.LIVE, null, SINCE);
    bus.announceStreams(() -> List.of(front));
    Await.until("it is listed", () -> bus.directory().find(TestFrames.FRONT).isPresent());
    return bus;
  }

  @Override
  public Future<?> start() {
    statuses.keySet().forEach(this::open);
    vertx.setPeriodic(SECOND, id -> publisher.everySecond());
    return bus.transport()
        .listenForAsks(publisher)
        .onSuccess(v -> bus.announceStreams(() -> List.copyOf(statuses.values())));
  }

  private void open(StreamId stream) {
    if (ts.contains(stream)) {
      publisher.openOrdered(stream, () -> {});
    } else {
      publisher.open(stream, () -> {});
    }
  }

  /** Appends packets to a stream of MPEG-TS. */
  void append(StreamId stream, boolean isStart, Buffer packets) {
    onLoop(
        () -> {
          long position = publisher.positionOf(stream);
          publisher.append(new Stretch(stream, TestFrames.EPOCH, position, isStart, packets));
          return null;
        });
  }

  /** Publishes the next frame of a stream and returns it. */
  Frame publish(StreamId stream, int size) {
    return onLoop(
        () -> {
          int sequence = sequences.merge(stream, 0, (last, first) -> last + 1);
          Frame frame = TestFrames.frame(stream, sequence, size);
          publisher.publish(frame);
          return frame;
        });
  }

  /** The camera of a stream is lost, for a reason. */
  void lose(StreamId stream, String reason) {
    lose(stream, reason, SINCE);
  }

  /** The same, and it has been away for a time. */
  void lose(StreamId stream, String reason, Instant since) {
    onLoop(
        () -> {
          int position = streams.indexOf(stream);
          StreamStatus lost = status(stream, position, StreamState.RETRYING, reason, since);
          statuses.put(stream, lost);
          publisher.clear(stream);
          bus.announceChange(lost);
          return null;
        });
  }

  /** Announces of a stream whatever the test says. */
  void announce(StreamStatus status) {
    onLoop(
        () -> {
          statuses.put(status.stream(), status);
          bus.announceNow();
          return null;
        });
  }

  /** The camera of a stream is removed from the configuration. */
  void remove(StreamId stream) {
    onLoop(
        () -> {
          statuses.remove(stream);
          publisher.close(stream);
          bus.announceNow();
          return null;
        });
  }

  void awaitAsked(StreamId stream) {
    Await.until("an edge asks for " + stream, () -> isAsked(stream));
  }

  void awaitLeft(StreamId stream) {
    Await.until("no edge asks for " + stream, () -> !isAsked(stream));
  }

  private boolean isAsked(StreamId stream) {
    return onLoop(() -> publisher.unwantedFor(stream) == 0);
  }

  private StreamStatus status(StreamId stream, StreamState state, String reason) {
    return status(stream, streams.indexOf(stream), state, reason, SINCE);
  }

  private StreamStatus status(
      StreamId stream, int position, StreamState state, String reason, Instant since) {
    StreamKind kind = ts.contains(stream) ? StreamKind.TS : StreamKind.PICTURES;
    return status(stream, kind, position, state, reason, since);
  }

  private static StreamStatus status(
      StreamId stream,
      StreamKind kind,
      int position,
      StreamState state,
      String reason,
      Instant since) {
    return new StreamStatus(
        stream,
        kind,
        state,
        since.toEpochMilli(),
        reason,
        "http://camera/" + stream,
        70,
        8_000,
        9,
        position,
        64,
        48,
        TestFrames.CAPTURED_AT);
  }

  private <T> T onLoop(Supplier<T> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(v -> done.complete(action.get()));
    return Await.result(done.future());
  }
}
