package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * An ingest of a {@link SimulatedCluster}: a real {@link RelayBus} on simulated time, with cameras
 * that only note who has them open. Whatever is due while it hangs happens when it goes on.
 */
final class SimulatedNode implements Candidate {

  private final SimulatedCluster cluster;
  private final String name;
  private final long clockError;
  private final RelayBus bus;
  private final Queue<Runnable> backlog = new ArrayDeque<>();
  private final Map<StreamId, Epoch> owned = new HashMap<>();
  private final Set<StreamId> opened = new HashSet<>();
  private final Set<StreamId> closing = new HashSet<>();
  private final Set<StreamId> overruled = new HashSet<>();
  private Set<StreamId> configured;
  private Set<StreamId> claimed = Set.of();
  private String link = "";
  private boolean linked;
  private Map<StreamId, String> taken = Map.of();
  private boolean dials;
  private boolean elected;
  private final Set<Long> cancelled = new HashSet<>();
  private Optional<Streams> use = Optional.empty();
  private boolean hung;
  private boolean dead;

  SimulatedNode(SimulatedCluster cluster, String name, long clockError, Set<StreamId> configured) {
    this.cluster = cluster;
    this.name = name;
    this.clockError = clockError;
    this.configured = configured;
    this.bus = new RelayBus(cluster.transportOf(this), this::millis, cluster.time()::elapsed);
  }

  void start() {
    bus.init(vertx(), context());
    try {
      bus.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    bus.announceStreams(this::statuses);
  }

  void takePart() {
    bus.takePart(this);
  }

  /** What is told of streams and done for them, beside what {@link SimulatedCameras} notes. */
  void use(Streams streams) {
    use = Optional.of(streams);
  }

  /** Who has pictures of the cameras. */
  interface Streams {

    void taken(StreamId stream, Epoch epoch);

    void closed(StreamId stream);

    long bytesOf(StreamId stream);
  }

  String name() {
    return name;
  }

  RelayBus bus() {
    return bus;
  }

  private long millis() {
    return SimulatedCluster.BEGIN + cluster.time().elapsed() / 1_000_000 + clockError;
  }

  boolean isDead() {
    return dead;
  }

  boolean isUp() {
    return !dead && !hung;
  }

  /** Runs what happens on the node's event loop, later if it hangs. */
  void run(Runnable action) {
    if (hung) {
      backlog.add(action);
    } else if (!dead) {
      action.run();
    }
  }

  void hang() {
    hung = true;
  }

  void goOn() {
    hung = false;
    while (!backlog.isEmpty() && isUp()) {
      backlog.poll().run();
    }
  }

  void kill() {
    dead = true;
    cluster.cameras().closeAll(name);
  }

  void configure(Set<StreamId> streams) {
    run(
        () -> {
          configured = streams;
          Set.copyOf(owned.keySet()).stream()
              .filter(stream -> !streams.contains(stream))
              .forEach(stream -> giveUp(stream, GiveUp.REMOVED));
          bus.announceNow();
        });
  }

  /** From now on it alone has the source of these, as far as it knows. */
  void claim(String by, Set<StreamId> streams) {
    run(
        () -> {
          claimed = streams;
          link = by;
          linked = true;
          overruled.clear();
          Set.copyOf(owned.keySet()).stream()
              .filter(stream -> !streams.contains(stream) && !configured.contains(stream))
              .forEach(stream -> giveUp(stream, GiveUp.REMOVED));
          bus.announceNow();
        });
  }

  /** The other end of its link is gone; what it claimed may come back. */
  void loseLink() {
    run(() -> linked = false);
  }

  /** Claims that are of no use, each with who has the name. */
  Map<StreamId, String> taken() {
    return taken;
  }

  /** It has upstreams from now on. */
  void dial() {
    run(
        () -> {
          dials = true;
          bus.announceNow();
        });
  }

  boolean isElected() {
    return elected && !dead;
  }

  /** Claims that it lost to another one. */
  Set<StreamId> overruled() {
    return overruled;
  }

  @Override
  public Map<StreamId, Claim> claims() {
    Map<StreamId, Claim> claims = new HashMap<>();
    claimed.stream()
        .filter(stream -> !overruled.contains(stream))
        .forEach(stream -> claims.put(stream, new Claim(link, linked)));
    return claims;
  }

  @Override
  public void taken(Map<StreamId, String> names) {
    taken = names;
  }

  @Override
  public boolean dials() {
    return dials;
  }

  @Override
  public void elect(boolean now) {
    elected = now;
  }

  private List<StreamStatus> statuses() {
    return owned.keySet().stream().filter(opened::contains).map(this::status).toList();
  }

  private StreamStatus status(StreamId stream) {
    StreamState state = cluster.cameras().isWatched(stream) ? StreamState.LIVE : StreamState.IDLE;
    long bytes = use.map(streams -> streams.bytesOf(stream)).orElse(0L);
    return new StreamStatus(
        stream, StreamKind.PICTURES, state, 0, null, "camera", 0, bytes, 0, 0, 0, 0, 0);
  }

  @Override
  public Set<StreamId> streams() {
    return configured;
  }

  @Override
  public Map<StreamId, Epoch> owned() {
    return Map.copyOf(owned);
  }

  @Override
  public boolean isAtRest(StreamId stream) {
    return closing.contains(stream)
        || opened.contains(stream) && !cluster.cameras().isWatched(stream);
  }

  /** It takes its time until it can be told how a camera is doing. */
  @Override
  public void take(StreamId stream, Epoch epoch) {
    owned.put(stream, epoch);
    cluster.cameras().open(stream, this, epoch, before -> isKnown(stream, before));
    use.ifPresent(streams -> streams.taken(stream, epoch));
    later(
        () -> {
          if (epoch.equals(owned.get(stream))) {
            opened.add(stream);
            bus.announceNow();
          }
        });
  }

  private void later(Runnable action) {
    cluster.time().after(cluster.upTo(Duration.ofMillis(300)), () -> run(action));
  }

  private boolean isKnown(StreamId stream, Epoch epoch) {
    return cluster.nodes().stream()
        .flatMap(node -> node.bus.directory().highestEpoch(stream).stream())
        .anyMatch(known -> known.compareTo(epoch) >= 0);
  }

  /** A camera takes its time to be closed. */
  @Override
  public void giveUp(StreamId stream, GiveUp why) {
    if (owned.containsKey(stream) && closing.add(stream)) {
      cluster.cameras().givenUp(stream, this, why);
      if (why == GiveUp.OVERRULED) {
        overruled.add(stream);
      }
      later(
          () -> {
            cluster.cameras().close(stream, name);
            use.ifPresent(streams -> streams.closed(stream));
            closing.remove(stream);
            opened.remove(stream);
            owned.remove(stream);
            bus.announceNow();
          });
    }
  }

  /** A Vert.x that has timers and the node's context, and nothing else. */
  Vertx vertx() {
    return proxy(
        Vertx.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "setTimer" -> timer((Long) arguments[0], handler(arguments[1]));
              case "setPeriodic" -> periodic((Long) arguments[0], handler(arguments[1]));
              case "cancelTimer" -> cancelled.add((Long) arguments[0]);
              case "getOrCreateContext" -> context();
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }

  /** One that is cancelled while the node hangs doesn't go off when it goes on. */
  private long timer(long millis, Handler<Object> handler) {
    long[] id = new long[1];
    Runnable tick =
        () -> {
          if (!cancelled.remove(id[0])) {
            handler.handle(null);
          }
        };
    id[0] = cluster.time().after(Duration.ofMillis(millis), () -> run(tick));
    return id[0];
  }

  private long periodic(long millis, Handler<Object> handler) {
    Duration period = Duration.ofMillis(millis);
    cluster.time().every(period, period, () -> run(() -> handler.handle(null)));
    return 0;
  }

  Context context() {
    return proxy(
        Context.class,
        (self, method, arguments) -> {
          if (!method.getName().equals("runOnContext")) {
            throw new UnsupportedOperationException(method.toString());
          }
          Handler<Object> handler = handler(arguments[0]);
          cluster.time().after(Duration.ZERO, () -> run(() -> handler.handle(null)));
          return null;
        });
  }

  @SuppressWarnings("unchecked")
  private static Handler<Object> handler(Object argument) {
    return (Handler<Object>) argument;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
