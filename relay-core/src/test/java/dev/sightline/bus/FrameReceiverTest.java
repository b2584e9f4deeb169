package dev.sightline.bus;

import static dev.sightline.bus.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way from publisher to tap over a real event bus, each on an event loop of its own. */
class FrameReceiverTest {

  private static final StreamId FRONT = new StreamId("front");

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(8));
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final FaultyTransport transport = new FaultyTransport(vertx);
  private final RelayBus bus = new RelayBus(transport);
  private final FrameReceiver receiver = new FrameReceiver(bus, metrics);
  private final AtomicLong ahead = new AtomicLong();
  private final FramePublisher publisher =
      new FramePublisher(() -> System.nanoTime() + ahead.get(), metrics);
  private EventLoop ingest;
  private EventLoop edge;

  @BeforeEach
  void start() {
    Await.result(vertx.deployVerticle(bus));
    ingest = EventLoop.of(vertx);
    ingest.run(() -> publisher.open(FRONT, () -> {}));
    Await.result(ingest.call(() -> transport.listenForAsks(publisher)));
    Await.result(vertx.deployVerticle(receiver));
    edge = EventLoop.of(vertx);
    announce(status(FRONT, StreamState.LIVE));
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void deliversEachFrameOnTheEventLoopThatOpenedTheTap() {
    Viewer viewer = open(edge);
    for (int i = 0; i < 5; i++) {
      publishTo(viewer, i);
    }
    assertThat(viewer.sequences()).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(viewer.threads()).containsOnly(edge.call(Thread::currentThread));
  }

  @Test
  void givesATapThatJoinsTheNewestFrameFirst() {
    Viewer first = open(edge);
    publishTo(first, 0);
    publishTo(first, 1);
    EventLoop elsewhere = EventLoop.of(vertx);
    Viewer late = open(elsewhere);
    late.await(1);
    publishTo(late, 2);
    first.await(2);
    assertThat(late.sequences()).containsExactly(1L, 2L);
    assertThat(late.threads()).containsOnly(elsewhere.call(Thread::currentThread));
  }

  @Test
  void takesOffTheTimeThatAFrameLayAtItsIngest() {
    long minute = TimeUnit.MINUTES.toNanos(1);
    publish(0);
    ingest.run(() -> ahead.set(minute));
    long asked = System.nanoTime();

    Viewer late = open(edge);
    late.await(0);

    assertThat(late.arrivals().get(0).at()).isLessThan(asked);
    assertThat(System.nanoTime() - late.arrivals().get(0).at()).isGreaterThanOrEqualTo(minute);
  }

  @Test
  void pullsAStreamOnceForAllEventLoops() {
    Viewer one = open(edge);
    Viewer other = open(EventLoop.of(vertx));
    publish(0);
    one.await(0);
    other.await(0);
    assertThat(metrics.bus().framesSent(FRONT).count()).isEqualTo(1);
  }

  @Test
  void endsItsTapsAtTheEndOfAStreamAndAsksAgainForWhoComesThen() {
    Viewer viewer = open(edge);
    publishTo(viewer, 0);
    ingest.run(() -> publisher.end(FRONT));
    Await.until("it is told", () -> viewer.ends.get() == 1);

    announce(status(FRONT, StreamState.IDLE));
    assertThat(ingest.call(() -> publisher.watching(FRONT)))
        .as("nobody asks for those who go")
        .isZero();
    Viewer next = open(EventLoop.of(vertx));
    Await.until("it is asked for", () -> ingest.call(() -> publisher.unwantedFor(FRONT)) == 0);
    publish(1);
    next.await(1);
    assertThat(next.sequences()).containsExactly(1L);
  }

  @Test
  void tellsWhenTheCameraGivesNoPictureAnyMore() {
    Viewer viewer = open(edge);
    publishTo(viewer, 0);
    ingest.run(() -> publisher.clear(FRONT));
    announce(status(FRONT, StreamState.RETRYING));
    Await.until("the picture is lost", () -> viewer.losses.get() == 1);

    Viewer late = open(EventLoop.of(vertx));
    announce(status(FRONT, StreamState.LIVE));
    publishTo(late, 1);
    assertThat(late.sequences()).containsExactly(1L);
    viewer.await(1);
  }

  @Test
  void endsTheDemandWhenTheLastTapIsClosed() {
    Viewer one = open(edge);
    Viewer other = open(edge);
    publishTo(one, 0);
    edge.run(one.tap::close);
    publishTo(other, 1);
    edge.run(other.tap::close);
    Await.until("nobody asks", () -> ingest.call(() -> publisher.unwantedFor(FRONT)) > 0);
    publish(2);
    assertThat(one.sequences()).containsExactly(0L);
    assertThat(other.sequences()).containsExactly(0L, 1L);
    assertThat(metrics.bus().framesSent(FRONT).count()).isEqualTo(2);
    assertThat(metrics.bus().asksFailed().count()).isZero();
  }

  @Test
  void followsANewOwner() {
    Viewer viewer = open(edge);
    publishTo(viewer, 7);

    Epoch later = new Epoch(Long.MAX_VALUE, FaultyTransport.OTHER_NODE);
    transport.addOtherNode();
    FramePublisher other = otherIngest();
    transport.announce(
        new Announcement(later, null, true, List.of(status(FRONT, StreamState.LIVE))));
    ingest.run(() -> other.publish(frame(FRONT, later, 0, 100)));
    viewer.await(0);
    assertThat(viewer.arrivals())
        .extracting(arrival -> arrival.frame().epoch())
        .containsExactly(Frames.EPOCH, later);
  }

  @Test
  void asksAgainAfterFailures() {
    transport.refuseAsks(5);
    Viewer viewer = open(edge);
    Await.until("the asks were refused", () -> transport.asksToRefuse() == 0);
    publishTo(viewer, 0);
    assertThat(metrics.bus().asksFailed().count()).isEqualTo(5);
  }

  @Test
  void tellsWhenAStreamIsNoMore() {
    Viewer one = open(edge);
    Viewer other = open(EventLoop.of(vertx));
    publishTo(one, 0);

    ingest.run(() -> publisher.close(FRONT));
    announce(status(new StreamId("back"), StreamState.LIVE));

    Await.until("the stream has ended", () -> one.ends.get() == 1 && other.ends.get() == 1);
    assertThat(one.threads()).containsOnly(edge.call(Thread::currentThread));
  }

  @Test
  void tellsOneWhoComesTooLateThatTheStreamIsNoMore() {
    Viewer late = open(edge, new StreamId("back"));
    Await.until("it is told", () -> late.ends.get() == 1);
  }

  @Test
  void servesThoseWhoAreStillThereWhenAStreamIsBack() {
    Viewer viewer = open(edge);
    publishTo(viewer, 7);
    ingest.run(() -> publisher.close(FRONT));
    announce(status(new StreamId("back"), StreamState.LIVE));
    Await.until("the stream has ended", () -> viewer.ends.get() == 1);

    ingest.run(() -> publisher.open(FRONT, () -> {}));
    announce(status(FRONT, StreamState.LIVE));

    publishTo(viewer, 8);
  }

  @Test
  void waitsForAnOwner() {
    StreamId back = new StreamId("back");
    Viewer viewer = open(edge, back);
    ingest.run(
        () -> {
          publisher.open(back, () -> {});
          publisher.publish(frame(back, 0));
        });
    announce(status(back, StreamState.LIVE));
    viewer.await(0);
  }

  @Test
  void asksAgainSoonWhenAnswersWereLost() {
    Viewer viewer = open(edge);
    publishTo(viewer, 0);
    transport.loseFrames(AskCount.LEAST);
    AtomicLong sequence = new AtomicLong();
    Await.until(
        "no ask is left",
        () -> {
          publish(sequence.incrementAndGet());
          return transport.framesToLose() == 0;
        });
    publishTo(viewer, sequence.incrementAndGet());
  }

  @Test
  void asksAgainSoonWhenAsksWereLost() {
    Viewer viewer = open(edge);
    publishTo(viewer, 0);
    transport.loseAsks(AskCount.LEAST);
    AtomicLong sequence = new AtomicLong();
    Await.until(
        "no ask is left",
        () -> {
          publish(sequence.incrementAndGet());
          return transport.asksToLose() == 0;
        });
    publishTo(viewer, sequence.incrementAndGet());
  }

  @Test
  void countsTheFramesThatWereLost() {
    Viewer viewer = open(edge);
    publishTo(viewer, 0);
    transport.loseFrames(1);
    publish(1);
    Await.until("a frame is lost", () -> transport.framesToLose() == 0);
    publishTo(viewer, 2);
    assertThat(metrics.bus().framesLost(FRONT).count()).isEqualTo(1);
    assertThat(metrics.bus().framesReceived(FRONT).count()).isEqualTo(2);
  }

  @Test
  void doesNotCountAFrameThatTheIngestLeftOut() {
    Viewer viewer = open(edge);
    publishTo(viewer, 0);
    publishTo(viewer, 5);
    assertThat(metrics.bus().framesLost(FRONT).count()).isZero();
  }

  @Test
  void ignoresAFrameOfAnOlderEpoch() {
    Viewer viewer = open(edge);
    publishTo(viewer, 0);
    Epoch older = new Epoch(Frames.EPOCH.startedAt() - 1, Frames.EPOCH.node());
    ingest.run(() -> publisher.publish(frame(FRONT, older, 1, 100)));
    publishTo(viewer, 2);
    assertThat(viewer.sequences()).containsExactly(0L, 2L);
  }

  @Test
  void givesABusyEventLoopOnlyTheNewestFrameAndCountsTheOthers() {
    Viewer busy = open(edge);
    Viewer free = open(EventLoop.of(vertx));
    publishTo(free, 0);
    busy.await(0);
    CountDownLatch done = new CountDownLatch(1);
    edge.occupy(() -> await(done));
    for (int i = 1; i <= 10; i++) {
      publishTo(free, i);
    }
    done.countDown();
    busy.await(10);
    assertThat(busy.sequences()).containsExactly(0L, 10L);
    assertThat(metrics.bus().framesDropped(FRONT, DropPlace.LOOP).count()).isEqualTo(9);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Viewer open(EventLoop loop) {
    return open(loop, FRONT);
  }

  private Viewer open(EventLoop loop, StreamId stream) {
    Viewer viewer = new Viewer();
    viewer.tap = loop.call(() -> receiver.open(stream, viewer, () -> 1));
    return viewer;
  }

  private void publish(long sequence) {
    ingest.run(() -> publisher.publish(frame(FRONT, sequence)));
  }

  /** Publishes a frame and waits for it, so that the next one finds an ask again. */
  private void publishTo(Viewer viewer, long sequence) {
    publish(sequence);
    viewer.await(sequence);
  }

  /** Says that the ingest of this node has this stream and no other. */
  private void announce(StreamStatus status) {
    bus.announceStreams(() -> List.of(status));
    Await.until(
        "the directory knows of " + status,
        () ->
            bus.directory().find(status.stream()).stream()
                .anyMatch(entry -> entry.status().equals(status)));
  }

  private static StreamStatus status(StreamId stream, StreamState state) {
    return new StreamStatus(
        stream, StreamKind.PICTURES, state, 0, null, "http://camera", 0, 0, 1, 0, 0, 0, 0);
  }

  private FramePublisher otherIngest() {
    FramePublisher other = new FramePublisher(System::nanoTime, metrics);
    DeliveryOptions answers = new DeliveryOptions().setCodecName(FrameCodec.NAME);
    ingest.run(
        () -> {
          other.open(FRONT, () -> {});
          vertx
              .eventBus()
              .<Ask>consumer(
                  BusAddresses.asksOf(FaultyTransport.OTHER_NODE),
                  ask -> other.handle(ask.body(), answer -> ask.reply(answer, answers)));
        });
    return other;
  }

  /** What came out of a tap, and where. */
  private static final class Viewer implements FrameTap.Listener {
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final AtomicInteger losses = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private FrameTap tap;

    @Override
    public void frame(Arrival arrival) {
      threads.add(Thread.currentThread());
      arrivals.add(arrival);
    }

    @Override
    public void lost() {
      threads.add(Thread.currentThread());
      losses.incrementAndGet();
    }

    @Override
    public void ended() {
      threads.add(Thread.currentThread());
      ends.incrementAndGet();
    }

    List<Long> sequences() {
      return arrivals.stream().map(arrival -> arrival.frame().sequence()).toList();
    }

    List<Arrival> arrivals() {
      return List.copyOf(arrivals);
    }

    List<Thread> threads() {
      return List.copyOf(threads);
    }

    void await(long sequence) {
      Await.until("frame " + sequence + " comes", () -> sequences().contains(sequence));
    }
  }
}
