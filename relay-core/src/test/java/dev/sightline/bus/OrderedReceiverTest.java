package dev.sightline.bus;

import static dev.sightline.bus.Frames.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.frame.Stretch;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way of an ordered stream over a real event bus, as in {@link FrameReceiverTest}. */
class OrderedReceiverTest {

  private static final StreamId FRONT = new StreamId("front");
  private static final int CHUNK = 7 * 188;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(8));
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final FaultyTransport transport = new FaultyTransport(vertx);
  private final RelayBus bus = new RelayBus(transport);
  private final FrameReceiver receiver = new FrameReceiver(bus, metrics);
  private final FramePublisher publisher = new FramePublisher(System::nanoTime, metrics);
  private final List<OrderedListener> listeners = new ArrayList<>();
  private EventLoop ingest;
  private EventLoop edge;

  @BeforeEach
  void start() {
    Await.result(vertx.deployVerticle(bus));
    ingest = EventLoop.of(vertx);
    ingest.run(() -> publisher.openOrdered(FRONT, () -> {}));
    Await.result(ingest.call(() -> transport.listenForAsks(publisher)));
    Await.result(vertx.deployVerticle(receiver));
    edge = EventLoop.of(vertx);
    announce(status(StreamState.LIVE));
  }

  @AfterEach
  void holdAllToWhatATapPromises() {
    Await.result(vertx.close());
    listeners.forEach(OrderedListener::assertNoMistakes);
  }

  @Test
  void deliversAllBytesFromTheNewestStartOnOnTheEventLoopThatOpenedTheTap() {
    append("S--S-");
    OrderedListener viewer = new OrderedListener();
    open(edge, viewer);
    awaitAll(viewer);
    for (int i = 0; i < 100; i++) {
      append(i % 30 == 0 ? "S" : "--");
    }
    awaitAll(viewer);
    assertThat(viewer.stretches().get(0).position()).isEqualTo(3 * CHUNK);
    assertThat(viewer.jumps()).isZero();
    assertThat(viewer.threads()).containsOnly(edge.call(Thread::currentThread));
    assertThat(metrics.bus().stretchBytesReceived(FRONT).count()).isEqualTo(viewer.bytes());
  }

  @Test
  void letsASecondEventLoopBeginAtOnceAtTheNewestStart() {
    OrderedListener first = new OrderedListener();
    open(edge, first);
    append("S--");
    awaitAll(first);
    append("S--");
    awaitAll(first);
    OrderedListener second = new OrderedListener();
    open(EventLoop.of(vertx), second);
    awaitAll(second);
    assertThat(second.stretches().get(0).position()).isEqualTo(3 * CHUNK);

    append("--S");
    awaitAll(first);
    awaitAll(second);
    assertThat(metrics.bus().stretchBytesSent(FRONT).count())
        .as("pulled once")
        .isEqualTo(9 * CHUNK);
    assertThat(second.jumps()).isZero();
  }

  @Test
  void endsTheDemandWhenTheLastTapIsClosed() {
    OrderedListener viewer = new OrderedListener();
    StretchTap tap = open(edge, viewer);
    append("S");
    awaitAll(viewer);
    edge.run(tap::close);
    Await.until("nobody asks", () -> ingest.call(() -> publisher.unwantedFor(FRONT)) > 0);
    append("S");
    assertThat(viewer.bytes()).isEqualTo(CHUNK);
    assertThat(metrics.bus().asksFailed().count()).isZero();
  }

  @Test
  void tellsTheIngestHowManyWatch() {
    edge.call(() -> receiver.openOrdered(FRONT, new OrderedListener(), () -> 7));
    Await.until("the ingest knows", () -> ingest.call(() -> publisher.watching(FRONT)) == 7);
  }

  @Test
  void followsANewOwnerFromItsNewestStartOn() {
    OrderedListener viewer = new OrderedListener();
    open(edge, viewer);
    append("S--");
    awaitAll(viewer);

    Epoch later = new Epoch(Long.MAX_VALUE, FaultyTransport.OTHER_NODE);
    transport.addOtherNode();
    FramePublisher other = otherIngest();
    transport.announce(new Announcement(later, null, true, List.of(status(StreamState.LIVE))));
    ingest.run(() -> other.append(Stretches.stretch(FRONT, later, 0, CHUNK, false)));
    ingest.run(() -> other.append(Stretches.stretch(FRONT, later, CHUNK, CHUNK, true)));
    Await.until("it comes", () -> viewer.end() == 2 * CHUNK);
    assertThat(viewer.stretches()).extracting(Stretch::epoch).endsWith(EPOCH, later);
    assertThat(metrics.bus().stretchBytesLost(FRONT).count()).isZero();
  }

  @Test
  void asksAgainAfterFailures() {
    transport.refuseAsks(5);
    OrderedListener viewer = new OrderedListener();
    open(edge, viewer);
    Await.until("the asks were refused", () -> transport.asksToRefuse() == 0);
    append("S");
    awaitAll(viewer);
    assertThat(metrics.bus().asksFailed().count()).isEqualTo(5);
  }

  @Test
  void getsTheBytesOfALostAnswerAllTheSame() {
    OrderedListener viewer = new OrderedListener();
    open(edge, viewer);
    append("S");
    awaitAll(viewer);
    transport.loseFrames(1);
    append("-");
    Await.until("an answer is lost", () -> transport.framesToLose() == 0);
    append("-");
    awaitAll(viewer);
    assertThat(viewer.jumps()).isZero();
    assertThat(metrics.bus().stretchBytesLost(FRONT).count()).isZero();
  }

  @Test
  void tellsWhenNothingComesAnyMoreAndForgetsTheOldBytes() {
    OrderedListener viewer = new OrderedListener();
    open(edge, viewer);
    append("S--");
    awaitAll(viewer);
    ingest.run(() -> publisher.clear(FRONT));
    announce(status(StreamState.RETRYING));
    Await.until("it is told", () -> viewer.losses() == 1);

    OrderedListener late = new OrderedListener();
    open(EventLoop.of(vertx), late);
    announce(status(StreamState.LIVE));
    append("-S");
    awaitAll(viewer);
    awaitAll(late);
    assertThat(late.stretches().get(0).position()).isEqualTo(4 * CHUNK);
    assertThat(viewer.jumps()).as("the numbering goes on").isZero();
  }

  @Test
  void tellsWhenAStreamIsNoMore() {
    OrderedListener viewer = new OrderedListener();
    open(edge, viewer);
    append("S");
    awaitAll(viewer);
    ingest.run(() -> publisher.close(FRONT));
    bus.announceStreams(List::of);
    Await.until("it is told", () -> viewer.ends() == 1);
  }

  @Test
  void tellsThatItIsNoMoreWhenItBecomesOneOfPictures() {
    OrderedListener viewer = new OrderedListener();
    open(edge, viewer);
    append("S");
    awaitAll(viewer);
    ingest.run(() -> publisher.open(FRONT, () -> {}));
    announce(status(StreamKind.PICTURES, StreamState.LIVE));
    Await.until("it is told", () -> viewer.ends() == 1);

    OrderedListener late = new OrderedListener();
    open(EventLoop.of(vertx), late);
    Await.until("one who comes too late is told", () -> late.ends() == 1);
    assertThat(ingest.call(() -> publisher.watching(FRONT))).as("nobody asks").isZero();
  }

  @Test
  void takesABusyEventLoopToALaterStartAndCountsWhatItMissed() {
    OrderedListener busy = new OrderedListener();
    OrderedListener free = new OrderedListener();
    open(edge, busy);
    open(EventLoop.of(vertx), free);
    append("S");
    awaitAll(free);
    awaitAll(busy);
    CountDownLatch done = new CountDownLatch(1);
    edge.occupy(() -> await(done));
    for (int i = 0; i <= StretchTap.MAX_STRETCHES; i++) {
      append("-");
      awaitAll(free);
    }
    append("S-");
    awaitAll(free);
    done.countDown();
    awaitAll(busy);
    assertThat(busy.jumps()).isEqualTo(1);
    assertThat(busy.gaps())
        .isEqualTo(65 * CHUNK)
        .isEqualTo((long) metrics.bus().stretchBytesDropped(FRONT, DropPlace.LOOP).count());
    assertThat(free.jumps()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private StretchTap open(EventLoop loop, OrderedListener listener) {
    listeners.add(listener);
    return loop.call(() -> receiver.openOrdered(FRONT, listener, () -> 1));
  }

  /** Appends chunks, 'S' for one at a start. */
  private void append(String chunks) {
    ingest.run(
        () -> {
          for (char chunk : chunks.toCharArray()) {
            long position = publisher.positionOf(FRONT);
            publisher.append(Stretches.stretch(FRONT, position, CHUNK, chunk == 'S'));
          }
        });
  }

  private void awaitAll(OrderedListener viewer) {
    long end = ingest.call(() -> publisher.positionOf(FRONT));
    Await.until("all has come", () -> viewer.end() == end);
  }

  private void announce(StreamStatus status) {
    bus.announceStreams(() -> List.of(status));
    Await.until(
        "the directory knows of " + status,
        () ->
            bus.directory().find(status.stream()).stream()
                .anyMatch(entry -> entry.status().equals(status)));
  }

  private FramePublisher otherIngest() {
    FramePublisher other = new FramePublisher(System::nanoTime, metrics);
    DeliveryOptions answers = new DeliveryOptions().setCodecName(FrameCodec.NAME);
    ingest.run(
        () -> {
          other.openOrdered(FRONT, () -> {});
          vertx
              .eventBus()
              .<Ask>consumer(
                  BusAddresses.asksOf(FaultyTransport.OTHER_NODE),
                  ask -> other.handle(ask.body(), answer -> ask.reply(answer, answers)));
        });
    return other;
  }

  private static StreamStatus status(StreamState state) {
    return status(StreamKind.TS, state);
  }

  private static StreamStatus status(StreamKind kind, StreamState state) {
    return new StreamStatus(FRONT, kind, state, 0, null, "upload", 0, 0, 1, 0, 0, 0, 0);
  }
}
