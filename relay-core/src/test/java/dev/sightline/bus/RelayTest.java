package dev.sightline.bus;

import static dev.sightline.bus.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From an ingest over a real event bus through a relay, which is asked directly. */
class RelayTest {

  private static final StreamId FRONT = new StreamId("front");
  private static final int CHUNK = 7 * 188;
  private static final Epoch BEYOND = new Epoch(500, "relay");

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(8));
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final FaultyTransport transport = new FaultyTransport(vertx);
  private final AtomicLong stoodStill = new AtomicLong();
  private final RelayBus bus =
      new RelayBus(
          transport, System::currentTimeMillis, () -> System.nanoTime() + stoodStill.get());
  private final FrameReceiver receiver = new FrameReceiver(bus, metrics);
  private final AtomicLong ahead = new AtomicLong();
  private final FramePublisher publisher =
      new FramePublisher(() -> System.nanoTime() + ahead.get(), metrics);
  private EventLoop ingest;
  private EventLoop hub;
  private Relay relay;

  @BeforeEach
  void start() {
    Await.result(vertx.deployVerticle(bus));
    ingest = EventLoop.of(vertx);
    ingest.run(() -> publisher.open(FRONT, () -> {}));
    Await.result(ingest.call(() -> transport.listenForAsks(publisher)));
    Await.result(vertx.deployVerticle(receiver));
    hub = EventLoop.of(vertx);
    RelayMetrics own = new RelayMetrics(new SimpleMeterRegistry());
    relay = Relay.within(bus, receiver, own);
    announce(StreamKind.PICTURES, StreamState.LIVE);
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void passesAFrameOnAsItIsAndAddsWhatItLayHereToItsAge() {
    long minute = TimeUnit.MINUTES.toNanos(1);
    Frame frame = frame(FRONT, 7);
    ingest.run(() -> publisher.publish(frame));
    ingest.run(() -> ahead.set(minute));

    Answer first = ask("one").await();
    Answer late = ask("other").await();

    assertThat(first.frame()).isEqualTo(frame);
    assertThat(first.age()).isGreaterThanOrEqualTo(minute);
    assertThat(late.frame()).isEqualTo(frame);
    assertThat(late.age()).as("a moment later").isGreaterThan(first.age());
  }

  @Test
  void pullsOnceForAllWhoAsk() {
    Question one = ask("one");
    Question other = ask("other");
    awaitDemand();
    publish(0);

    assertThat(one.await().frame().sequence()).isZero();
    assertThat(other.await().frame().sequence()).isZero();
    assertThat(metrics.bus().framesSent(FRONT).count()).isEqualTo(1);
  }

  @Test
  void pullsAsLongAsSomebodyAsks() {
    Question one = ask("one");
    awaitDemand();
    publish(0);
    one.await();
    Question next = ask("one");
    hub.run(() -> relay.handle(Ask.leave("one", FRONT, 100), answer -> {}));
    assertThat(next.await().hasFrame()).isFalse();
    Await.until(
        "the ingest is left",
        () -> {
          hub.run(relay::everySecond);
          return ingest.call(() -> publisher.unwantedFor(FRONT)) > 0;
        });

    publish(1);
    assertThat(ask("one").await().frame().sequence()).as("asked for anew").isEqualTo(1);
  }

  @Test
  void tellsTheIngestHowManyWatchBehindIt() {
    hub.run(() -> relay.handle(Ask.forFrame("one", FRONT, 0, 3), answer -> {}));
    hub.run(() -> relay.handle(Ask.forFrame("other", FRONT, 0, 4), answer -> {}));
    awaitDemand();
    hub.run(relay::everySecond);
    EventLoop edge = EventLoop.of(vertx);
    edge.run(() -> receiver.open(FRONT, new Nobody(), () -> 5));
    publish(0);
    Await.until("the ingest knows", () -> ingest.call(() -> publisher.watching(FRONT)) == 12);
  }

  @Test
  void givesNobodyAPictureThatIsLost() {
    publish(0);
    ask("one").await();
    ingest.run(() -> publisher.clear(FRONT));
    announce(StreamKind.PICTURES, StreamState.RETRYING);
    Await.until("it is forgotten", () -> !giveUp(ask("new")).await().hasFrame());

    Question late = ask("late");
    publish(1);
    assertThat(late.await().frame().sequence()).isEqualTo(1);
  }

  @Test
  void givesNobodyAPictureOfBeforeAStandstill() {
    publish(0);
    ask("one").await();
    ingest.run(() -> publisher.clear(FRONT));
    stoodStill.addAndGet(RelayBus.STANDSTILL.toNanos() * 2);

    Question late = ask("late");
    publish(1);
    assertThat(late.await().frame().sequence()).isEqualTo(1);
  }

  @Test
  void endsForThoseBehindItWhatEndsHereAndBeginsAnewForWhoAsksThen() {
    Question held = ask("one");
    awaitDemand();
    ingest.run(() -> publisher.end(FRONT));
    assertThat(held.await().isOver()).isTrue();

    Question next = ask("one");
    publish(1);
    assertThat(next.await().frame().sequence()).isEqualTo(1);
  }

  @Test
  void refusesAStreamThatIsUnknownOrOfTheOtherKind() {
    Question unknown = put(Ask.forFrame("one", new StreamId("elsewhere"), 0, 1));
    Question other = put(Ask.forStretch("one", FRONT, 0, 1, null));
    assertThat(unknown.isRefused()).isTrue();
    assertThat(other.isRefused()).isTrue();
  }

  @Test
  void numbersAnewForAnotherClusterAndKeepsWhereAFrameBegan() {
    relay = Relay.beyond(bus, receiver, metrics, BEYOND);
    publish(7);
    Answer first = ask("one").await();
    hub.run(relay::close);
    publish(8);
    Answer second = ask("one").await();
    Question third = put(Ask.forFrame("one", FRONT, second.position(), 1));
    publish(9);

    assertThat(first.frame()).isEqualTo(frame(FRONT, 7).relayedAs(FRONT, BEYOND, 0));
    Epoch again = new Epoch(501, "relay");
    assertThat(second.frame()).isEqualTo(frame(FRONT, 8).relayedAs(FRONT, again, 0));
    assertThat(third.await().frame()).isEqualTo(frame(FRONT, 9).relayedAs(FRONT, again, 1));
  }

  @Test
  void passesAnOrderedStreamOnWithItsPositions() {
    become(StreamKind.TS);
    append("S-S-");
    StretchRun first = put(Ask.forStretch("one", FRONT, 0, 1, null)).await().run();
    assertThat(first.position()).as("from the newest start on").isEqualTo(2 * CHUNK);
    assertThat(first.size()).isEqualTo(2 * CHUNK);

    Question next = put(Ask.forStretch("one", FRONT, 0, 1, first.end()));
    append("-");
    assertThat(next.await().run().position()).isEqualTo(4 * CHUNK);
  }

  @Test
  void goesOnAmidWhatItGotInOnePiece() {
    become(StreamKind.TS);
    append("S---");
    put(Ask.forStretch("one", FRONT, 0, 1, null)).await();

    Bookmark amid = new Bookmark(Frames.EPOCH, 188);
    StretchRun run = put(Ask.forStretch("other", FRONT, 0, 1, amid)).await().run();
    assertThat(run.position()).isEqualTo(188);
    assertThat(run.starts()).isEmpty();
    assertThat(run.bytes()).isEqualTo(Stretches.bytes(Frames.EPOCH, 188, 4 * CHUNK - 188));
  }

  private void become(StreamKind kind) {
    ingest.run(() -> publisher.close(FRONT));
    ingest.run(() -> publisher.openOrdered(FRONT, () -> {}));
    announce(kind, StreamState.LIVE);
  }

  private void append(String chunks) {
    ingest.run(
        () -> {
          for (char chunk : chunks.toCharArray()) {
            long position = publisher.positionOf(FRONT);
            publisher.append(Stretches.stretch(FRONT, position, CHUNK, chunk == 'S'));
          }
        });
  }

  private void publish(long sequence) {
    ingest.run(() -> publisher.publish(frame(FRONT, sequence)));
  }

  private void awaitDemand() {
    Await.until("the ingest is asked", () -> ingest.call(() -> publisher.unwantedFor(FRONT)) == 0);
  }

  private void announce(StreamKind kind, StreamState state) {
    StreamStatus status =
        new StreamStatus(FRONT, kind, state, 0, null, "http://camera", 0, 0, 1, 0, 0, 0, 0);
    bus.announceStreams(() -> List.of(status));
    Await.until(
        "the directory knows",
        () ->
            bus.directory().find(FRONT).stream().anyMatch(entry -> entry.status().equals(status)));
  }

  private Question ask(String edge) {
    return put(Ask.forFrame(edge, FRONT, 0, 1));
  }

  private Question put(Ask ask) {
    Question question = new Question(ask);
    hub.run(() -> relay.handle(ask, question::answer));
    return question;
  }

  /** Has an ask answered that else would be held. */
  private Question giveUp(Question question) {
    hub.run(() -> relay.handle(Ask.leave(question.ask.edge(), FRONT, 0), answer -> {}));
    return question;
  }

  /** An ask, and its answer once there is one. */
  private static final class Question {

    private record Reply(Answer answer) {}

    private final Ask ask;
    private final AtomicReference<Reply> reply = new AtomicReference<>();

    private Question(Ask ask) {
      this.ask = ask;
    }

    private void answer(Answer answer) {
      reply.set(new Reply(answer));
    }

    private Answer await() {
      Await.until("there is an answer", () -> reply.get() != null);
      return reply.get().answer();
    }

    private boolean isRefused() {
      return reply.get() != null && reply.get().answer() == null;
    }
  }

  private static final class Nobody implements FrameTap.Listener {

    @Override
    public void frame(Arrival arrival) {}

    @Override
    public void lost() {}

    @Override
    public void ended() {}
  }
}
