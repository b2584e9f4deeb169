package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.frame.StreamId;
import dev.sightline.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node asks its own ingest, and another node's, and counts what the bus sees of it. */
class ShortcutTransportTest {

  private static final Duration EXPIRY = Duration.ofSeconds(15);
  private static final Ask ASK = Ask.forFrame("local", new StreamId("front"), 0, 1);

  private final Vertx vertx = Vertx.vertx();
  private final FrameTransport transport =
      new ShortcutTransport(vertx, new EventBusTransport(vertx));
  private final AtomicInteger onTheBus = new AtomicInteger();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private EventLoop edge;

  @BeforeEach
  void start() {
    edge = EventLoop.of(vertx);
    vertx.eventBus().addOutboundInterceptor(this::count);
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void asksItsOwnIngestOnItsContextAndIsAnsweredOnTheAskers() {
    EventLoop ingest = EventLoop.of(vertx);
    listen(ingest, answer -> answer.accept(Answer.nothingYet(7)));
    assertThat(Await.result(ask(transport.node())).position()).isEqualTo(7);
    assertThat(threads)
        .containsExactly(ingest.call(Thread::currentThread), edge.call(Thread::currentThread));
    assertThat(onTheBus).hasValue(0);
  }

  @Test
  void isNeverAnsweredWithinTheCall() {
    listen(edge, answer -> answer.accept(Answer.nothingYet(7)));
    edge.run(
        () -> {
          askHere(transport.node());
          events.add("asked");
        });
    Await.until("it was answered", () -> events.contains("answered"));
    assertThat(events).containsExactly("asked", "handled", "answered");
  }

  @Test
  void isToldWhenItsOwnIngestRefuses() {
    listen(EventLoop.of(vertx), answer -> answer.accept(null));
    assertThatThrownBy(() -> Await.result(ask(transport.node()))).hasMessageContaining("front");
  }

  @Test
  void givesUpAnAskThatItsOwnIngestLeavesUnanswered() {
    listen(EventLoop.of(vertx), answer -> {});
    Future<Answer> unanswered =
        edge.call(() -> transport.ask(transport.node(), ASK, Duration.ofMillis(1)));
    assertThatThrownBy(() -> Await.result(unanswered)).hasMessageContaining("doesn't answer");
  }

  @Test
  void asksOtherNodesOverTheBus() {
    listen(EventLoop.of(vertx), answer -> answer.accept(Answer.nothingYet(7)));
    assertThatThrownBy(() -> Await.result(ask("other"))).hasMessageContaining("other");
    assertThat(onTheBus).hasValue(1);
    assertThat(events).isEmpty();
  }

  private void count(DeliveryContext<Object> delivery) {
    onTheBus.incrementAndGet();
    delivery.next();
  }

  private void listen(EventLoop ingest, Consumer<Consumer<Answer>> reply) {
    Await.result(
        ingest.call(
            () ->
                transport.listenForAsks(
                    (ask, answer) -> {
                      note("handled");
                      reply.accept(answer);
                    })));
  }

  private Future<Answer> ask(String node) {
    return edge.call(() -> askHere(node));
  }

  private Future<Answer> askHere(String node) {
    return transport.ask(node, ASK, EXPIRY).onSuccess(answer -> note("answered"));
  }

  private void note(String event) {
    events.add(event);
    threads.add(Thread.currentThread());
  }
}
