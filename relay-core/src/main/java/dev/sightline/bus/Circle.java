package dev.sightline.bus;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The nodes that share a task of which one takes care, the oldest of them, and what that one tells
 * the others.
 *
 * <p>Each says every other second that it belongs to the circle. Who has left the cluster or is
 * silent for {@link #SILENCE} doesn't belong to it any more, so another is the oldest. When parts
 * of a cluster can't see each other each has an oldest one: the task must bear that.
 */
public final class Circle extends VerticleBase {

  static final Duration SAY_EVERY = Duration.ofSeconds(2);

  /** After it who isn't heard doesn't count; who is new in a cluster listens as long at first. */
  static final Duration SILENCE = Duration.ofSeconds(10);

  private static final String FROM = "from";
  private static final String WORD = "word";

  private final String name;
  private final FrameTransport transport;
  private final Consumer<JsonObject> listener;
  private final LongSupplier clock;
  private final long since;
  private final Map<String, Long> heard = new HashMap<>();

  private volatile List<String> members;

  /**
   * To be deployed.
   *
   * @param name of the task
   * @param listener takes what another one tells, on the event loop of this
   */
  public Circle(String name, RelayBus bus, Consumer<JsonObject> listener) {
    this(name, bus.transport(), listener, System::nanoTime);
  }

  /**
   * @param clock monotonic nanoseconds
   */
  Circle(String name, FrameTransport transport, Consumer<JsonObject> listener, LongSupplier clock) {
    this.name = name;
    this.transport = transport;
    this.listener = listener;
    this.clock = clock;
    this.since = clock.getAsLong();
    this.members = List.of(transport.node());
  }

  @Override
  public Future<?> start() {
    if (!transport.isClustered()) {
      return Future.succeededFuture();
    }
    vertx.setPeriodic(SAY_EVERY.toMillis(), id -> look());
    return vertx
        .eventBus()
        .<JsonObject>consumer(address(transport.node()), this::hear)
        .completion()
        .onSuccess(v -> look());
  }

  private void hear(Message<JsonObject> message) {
    String from = message.body().getString(FROM);
    if (heard.put(from, clock.getAsLong()) == null) {
      look();
    }
    JsonObject word = message.body().getJsonObject(WORD);
    if (word != null) {
      listener.accept(word);
      message.reply(null);
    }
  }

  private void look() {
    List<String> nodes = transport.nodes();
    heard.keySet().retainAll(nodes);
    heard.values().removeIf(at -> clock.getAsLong() - at > SILENCE.toNanos());
    members = nodes.stream().filter(node -> isHere(node) || heard.containsKey(node)).toList();
    JsonObject presence = new JsonObject().put(FROM, transport.node());
    nodes.stream()
        .filter(node -> !isHere(node))
        .forEach(node -> vertx.eventBus().send(address(node), presence));
  }

  /** Whether the task is this node's. Any thread. */
  public boolean isOldest() {
    boolean mayBeUnheard =
        transport.nodes().size() > 1 && clock.getAsLong() - since <= SILENCE.toNanos();
    List<String> now = members;
    return !mayBeUnheard && !now.isEmpty() && isHere(now.get(0));
  }

  /**
   * Tells all others. Any thread.
   *
   * @return succeeds when each has taken it, or hasn't said so for {@code atMost}: it may hang
   */
  public Future<?> tell(JsonObject word, Duration atMost) {
    JsonObject body = new JsonObject().put(FROM, transport.node()).put(WORD, word);
    DeliveryOptions patience = new DeliveryOptions().setSendTimeout(atMost.toMillis());
    return Future.join(
            members.stream()
                .filter(node -> !isHere(node))
                .map(node -> vertx.eventBus().request(address(node), body, patience))
                .toList())
        .otherwiseEmpty();
  }

  /** Those who are known to take part, this node included; the oldest first. Any thread. */
  List<String> members() {
    return members;
  }

  private boolean isHere(String node) {
    return node.equals(transport.node());
  }

  private String address(String node) {
    return BusAddresses.circle(name, node);
  }
}
