package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.RelayBus;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The feeds of one event loop, pulled from an ingest over the bus. */
class StreamHubTest {

  private static final int SIZE = 2_000;
  private static final StreamId YARD = new StreamId("yard");
  private static final ClientAddress ANYBODY = new ClientAddress(Optional.empty(), false);

  /** A viewer whose connection ends while it is let in. */
  private static final Function<StreamFeed, FrameViewer> NOBODY =
      feed -> {
        throw new IllegalStateException("gone");
      };

  private final Vertx vertx = Vertx.vertx();
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final RecordingViewer one = new RecordingViewer();
  private final RecordingViewer other = new RecordingViewer();
  private final Queue<Place> taken = new ArrayDeque<>();
  private final Map<Viewer, Place> places = new HashMap<>();
  private TestIngest ingest;
  private FrameReceiver receiver;
  private Context loop;
  private EdgeStreams streams;
  private StreamHub hub;

  @BeforeEach
  void start() {
    RelayBus bus = Await.result(RelayBus.start(vertx, metrics));
    ingest = new TestIngest(bus, metrics, List.of(TestFrames.FRONT, YARD));
    Await.result(vertx.deployVerticle(ingest));
    receiver = new FrameReceiver(bus, metrics);
    Await.result(vertx.deployVerticle(receiver));
    Await.result(
        vertx.deployVerticle(
            context -> {
              loop = context;
              return Future.succeededFuture();
            }));
    OfflineCards none = TestCards.off(vertx, bus);
    Places two = new Places(EdgeLimits.of(2), new ClientAddresses(List.of()), metrics);
    streams = new EdgeStreams(two, new FrameMemory(1 << 20), metrics, Tracing.OFF, none);
    hub = new StreamHub(streams, receiver, Patience.of(Duration.ofMinutes(1)));
    Await.until("the streams are known", () -> bus.directory().entries().size() == 2);
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void pullsAStreamOnceForAllItsViewers() {
    join(TestFrames.FRONT, one);
    join(TestFrames.FRONT, other);

    Frame frame = ingest.publish(TestFrames.FRONT, SIZE);

    awaitFrame(one, frame);
    awaitFrame(other, frame);
    assertThat(one.frames().get(0)).isSameAs(other.frames().get(0));
    assertThat(metrics.bus().framesReceived(TestFrames.FRONT).count()).isEqualTo(1);
  }

  @Test
  void keepsTheStreamsApart() {
    join(TestFrames.FRONT, one);
    join(YARD, other);

    Frame front = ingest.publish(TestFrames.FRONT, SIZE);
    Frame yard = ingest.publish(YARD, SIZE);

    awaitFrame(one, front);
    awaitFrame(other, yard);
    assertThat(one.frames()).hasSize(1);
    assertThat(other.frames()).hasSize(1);
  }

  @Test
  void stopsPullingAfterTheLastViewerOfAStream() {
    join(TestFrames.FRONT, one);
    join(TestFrames.FRONT, other);
    ingest.awaitAsked(TestFrames.FRONT);

    leave(TestFrames.FRONT, one);
    Frame frame = ingest.publish(TestFrames.FRONT, SIZE);
    awaitFrame(other, frame);
    leave(TestFrames.FRONT, other);

    ingest.awaitLeft(TestFrames.FRONT);
    assertThat(one.frames()).isEmpty();
    assertThat(streams.of(TestFrames.FRONT).viewers()).isZero();
  }

  @Test
  void pullsAgainForAViewerThatComesLater() {
    join(TestFrames.FRONT, one);
    awaitFrame(one, ingest.publish(TestFrames.FRONT, SIZE));
    leave(TestFrames.FRONT, one);
    ingest.awaitLeft(TestFrames.FRONT);

    Frame missed = ingest.publish(TestFrames.FRONT, SIZE);
    join(TestFrames.FRONT, other);

    awaitFrame(other, missed);
  }

  @Test
  void grantsEachPlaceOnceAndTakesItBackOnce() {
    assertThat(List.of(admit(), admit(), admit())).containsExactly(true, true, false);
    assertThat(metrics.edge().viewersRefused("node").count()).isOne();
    join(TestFrames.FRONT, one);
    join(TestFrames.FRONT, other);

    leave(TestFrames.FRONT, one);
    leave(TestFrames.FRONT, one);
    leave(YARD, one);

    assertThat(List.of(admit(), admit())).containsExactly(true, false);
  }

  @Test
  void takesThePlaceBackOfAViewerThatCouldNotBeMade() {
    assertThat(List.of(admit(), admit())).containsExactly(true, true);

    Throwable thrown =
        onLoop(() -> catchThrowable(() -> hub.join(TestFrames.FRONT, taken.remove(), NOBODY)));

    assertThat(thrown).hasMessage("gone");

    assertThat(List.of(admit(), admit())).containsExactly(true, false);
    assertThat(streams.of(TestFrames.FRONT).viewers()).isZero();
    join(TestFrames.FRONT, one);
    awaitFrame(one, ingest.publish(TestFrames.FRONT, SIZE));
  }

  /**
   * As a WebSocket whose handshake was under way when its stream was removed. One who comes during
   * the removal may be told of it twice.
   */
  @Test
  void dismissesAViewerThatFindsAnotherOneLeftOfAnEndedStream() {
    join(TestFrames.FRONT, one);
    ingest.remove(TestFrames.FRONT);
    Await.until("the stream has ended", () -> one.dismissals() > 0);

    join(TestFrames.FRONT, other);

    Await.until("the other one is dismissed", () -> other.dismissals() > 0);
  }

  /** Tells whether there was another place, which the next viewer to join has. */
  private boolean admit() {
    Admission admission = hub.places().take(TestFrames.FRONT, ANYBODY);
    if (admission instanceof Place place) {
      taken.add(place);
    }
    return admission instanceof Place;
  }

  private Place place() {
    if (taken.isEmpty()) {
      assertThat(admit()).as("there is a place").isTrue();
    }
    return taken.remove();
  }

  private void join(StreamId stream, FrameViewer viewer) {
    Place place = place();
    places.putIfAbsent(viewer, place);
    onLoop(
        () -> {
          hub.join(stream, place, feed -> viewer);
          return null;
        });
  }

  private void leave(StreamId stream, Viewer viewer) {
    onLoop(
        () -> {
          hub.leave(stream, places.get(viewer), viewer);
          return null;
        });
  }

  private static void awaitFrame(RecordingViewer viewer, Frame frame) {
    Await.until("the viewer has " + frame, () -> viewer.sequences().contains(frame.sequence()));
  }

  private <T> T onLoop(Supplier<T> action) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(v -> done.complete(action.get()));
    return Await.result(done.future());
  }
}
