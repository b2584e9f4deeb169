package dev.sightline.bus;

import dev.sightline.frame.StreamId;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Ingests that announce themselves to each other and are told of their membership as Hazelcast
 * does: a killed one is missed at once, one that hangs or is cut off after the heartbeat's limit,
 * and parts that see each other again merge after a while, the members of the smaller one being the
 * youngest then.
 */
final class SimulatedCluster {

  /** Milliseconds since 1970. */
  static final long BEGIN = 1_700_000_000_000L;

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofSeconds(5);

  /** Of an ask or an answer, at most. */
  private static final Duration WAY = Duration.ofMillis(4);

  private static final Duration MERGE = Duration.ofSeconds(4);

  private final Random random;
  private final VirtualTime time = new VirtualTime();
  private final SimulatedCameras cameras = new SimulatedCameras();
  private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
  private final Map<String, Transport> transports = new HashMap<>();
  private final Map<String, Integer> sides = new HashMap<>();
  private final Map<String, Long> seenAt = new HashMap<>();
  private List<List<String>> parts = new ArrayList<>();
  private double loss;
  private int names;
  private long apartSince = -1;

  SimulatedCluster(long seed) {
    random = new Random(seed);
    time.every(LOOK, LOOK, this::look);
  }

  VirtualTime time() {
    return time;
  }

  SimulatedCameras cameras() {
    return cameras;
  }

  Random random() {
    return random;
  }

  Collection<SimulatedNode> nodes() {
    return nodes.values();
  }

  Duration upTo(Duration most) {
    return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
  }

  /** A share of announcements that don't arrive, from 0 to 1. */
  void lose(double share) {
    loss = share;
  }

  /** Starts an ingest that finds the part of the cluster that its side belongs to. */
  SimulatedNode start(long clockError, Set<StreamId> streams) {
    SimulatedNode node = join(clockError, streams);
    node.takePart();
    return node;
  }

  /** Starts a node without an ingest. */
  SimulatedNode startEdge() {
    return join(0, Set.of());
  }

  private SimulatedNode join(long clockError, Set<StreamId> streams) {
    String name = "n" + (char) ('a' + random.nextInt(26)) + ++names;
    SimulatedNode node = new SimulatedNode(this, name, clockError, streams);
    nodes.put(name, node);
    seenAt.put(name, time.elapsed());
    parts.stream()
        .filter(part -> part.stream().anyMatch(other -> isConnected(name, other)))
        .findFirst()
        .ifPresentOrElse(part -> part.add(name), () -> parts.add(new ArrayList<>(List.of(name))));
    transports.get(name).view = partOf(name);
    tellMembers();
    node.start();
    return node;
  }

  /** A killed process closes its connections, which the others see at once. */
  void kill(SimulatedNode node) {
    node.kill();
    nodes.remove(node.name());
    parts.forEach(part -> part.remove(node.name()));
    parts.removeIf(List::isEmpty);
    tellMembers();
  }

  void stop(SimulatedNode node) {
    node.run(() -> node.bus().handOver().onComplete(done -> kill(node)));
  }

  /** From now on these see only each other. */
  void cut(Set<String> one) {
    nodes.keySet().forEach(name -> sides.put(name, one.contains(name) ? 1 : 0));
  }

  void heal() {
    sides.clear();
  }

  private boolean isConnected(String one, String other) {
    SimulatedNode first = nodes.get(one);
    SimulatedNode second = nodes.get(other);
    return first != null
        && second != null
        && first.isUp()
        && second.isUp()
        && sides.getOrDefault(one, 0).equals(sides.getOrDefault(other, 0));
  }

  private List<String> partOf(String node) {
    return parts.stream()
        .filter(part -> part.contains(node))
        .findFirst()
        .map(List::copyOf)
        .orElse(List.of(node));
  }

  private void look() {
    boolean changed = false;
    for (List<String> part : List.copyOf(parts)) {
      changed |= split(part);
    }
    changed |= merge();
    if (changed) {
      tellMembers();
    }
  }

  /** Whoever hasn't been seen by the oldest that is up for the limit is on its own. */
  private boolean split(List<String> part) {
    String master = part.stream().filter(name -> nodes.get(name).isUp()).findFirst().orElse(null);
    if (master == null) {
      return false;
    }
    List<String> away = new ArrayList<>();
    for (String member : part) {
      if (member.equals(master) || isConnected(master, member)) {
        seenAt.put(member, time.elapsed());
      } else if (time.elapsed() - seenAt.get(member) > HEARTBEAT_LIMIT.toNanos()) {
        away.add(member);
      }
    }
    part.removeAll(away);
    for (String member : away) {
      parts.stream()
          .filter(other -> other != part && isConnected(other.get(0), member))
          .findFirst()
          .ifPresentOrElse(
              other -> other.add(member), () -> parts.add(new ArrayList<>(List.of(member))));
    }
    return !away.isEmpty();
  }

  private boolean merge() {
    List<String> first = parts.isEmpty() ? List.of() : parts.get(0);
    List<String> other =
        parts.stream().skip(1).filter(part -> seeEachOther(first, part)).findFirst().orElse(null);
    if (other == null) {
      apartSince = -1;
      return false;
    }
    if (apartSince < 0) {
      apartSince = time.elapsed() + upTo(MERGE).toNanos();
    }
    if (time.elapsed() - apartSince < MERGE.toNanos()) {
      return false;
    }
    apartSince = -1;
    List<String> merged = new ArrayList<>(first.size() >= other.size() ? first : other);
    merged.addAll(first.size() >= other.size() ? other : first);
    parts = new ArrayList<>(parts);
    parts.remove(other);
    parts.set(0, merged);
    merged.forEach(member -> seenAt.put(member, time.elapsed()));
    return true;
  }

  private boolean seeEachOther(List<String> one, List<String> other) {
    return one.stream().allMatch(a -> other.stream().allMatch(b -> isConnected(a, b)));
  }

  /** Each member learns of it in a moment of its own. */
  private void tellMembers() {
    for (SimulatedNode node : List.copyOf(nodes.values())) {
      List<String> members = partOf(node.name());
      Transport transport = transports.get(node.name());
      long version = ++transport.versions;
      time.after(
          upTo(Duration.ofMillis(50)), () -> node.run(() -> transport.see(members, version)));
    }
  }

  FrameTransport transportOf(SimulatedNode node) {
    return transports.computeIfAbsent(node.name(), name -> new Transport(node));
  }

  private final class Transport implements FrameTransport {

    private final SimulatedNode node;
    private final List<Handler<String>> leaveHandlers = new ArrayList<>();
    private final Map<String, Long> lastArrival = new HashMap<>();
    private Handler<Announcement> listener = announcement -> {};
    private AskHandler asks;
    private List<String> view = List.of();
    private long versions;
    private long version;

    private Transport(SimulatedNode node) {
      this.node = node;
    }

    private void see(List<String> members, long newVersion) {
      if (newVersion > version) {
        version = newVersion;
        List<String> before = view;
        view = members;
        before.stream()
            .filter(name -> !members.contains(name))
            .forEach(name -> leaveHandlers.forEach(handler -> handler.handle(name)));
      }
    }

    @Override
    public String node() {
      return node.name();
    }

    @Override
    public List<String> nodes() {
      return view.isEmpty() ? List.of(node.name()) : view;
    }

    @Override
    public boolean isClustered() {
      return true;
    }

    @Override
    public void onNodeLeft(Handler<String> handler) {
      leaveHandlers.add(handler);
    }

    @Override
    public void announce(Announcement announcement) {
      for (String name : nodes()) {
        SimulatedNode to = nodes.get(name);
        boolean here = name.equals(node.name());
        boolean arrives = to != null && (here || isReachable(name) && random.nextDouble() >= loss);
        if (arrives) {
          send(announcement, to, here ? Duration.ZERO : upTo(Duration.ofMillis(20)));
        }
      }
    }

    /** What is sent to one that hangs waits there. */
    private boolean isReachable(String other) {
      return sides.getOrDefault(node.name(), 0).equals(sides.getOrDefault(other, 0));
    }

    private void send(Announcement announcement, SimulatedNode to, Duration delay) {
      Announcement copy = Announcement.fromJson(announcement.toJson());
      send(to, delay, () -> transports.get(to.name()).listener.handle(copy));
    }

    /** Order is kept between two nodes. */
    private void send(SimulatedNode to, Duration delay, Runnable arrival) {
      long earliest = lastArrival.getOrDefault(to.name(), 0L) + 1;
      long at = Math.max(earliest, time.elapsed() + delay.toNanos());
      lastArrival.put(to.name(), at);
      time.after(Duration.ofNanos(at - time.elapsed()), () -> to.run(arrival));
    }

    @Override
    public Future<Void> listenForAnnouncements(Handler<Announcement> handler) {
      listener = handler;
      return Future.succeededFuture();
    }

    /** Who is gone says nothing, and so does one who doesn't listen. */
    @Override
    public Future<Answer> ask(String ingest, Ask ask, Duration expiry) {
      Promise<Answer> promise = Promise.promise();
      time.after(expiry, () -> node.run(() -> promise.tryFail("expired")));
      SimulatedNode to = nodes.get(ingest);
      Transport there = transports.get(ingest);
      if (to != null && isReachable(ingest) && there.asks != null) {
        send(
            to,
            upTo(WAY),
            () -> there.asks.handle(ask, answer -> there.reply(node, answer, promise)));
      }
      return promise.future();
    }

    private void reply(SimulatedNode to, Answer answer, Promise<Answer> promise) {
      if (isReachable(to.name())) {
        send(
            to,
            upTo(WAY),
            () -> {
              if (answer == null) {
                promise.tryFail("refused");
              } else {
                promise.tryComplete(answer);
              }
            });
      }
    }

    @Override
    public Future<Void> listenForAsks(AskHandler handler) {
      asks = handler;
      return Future.succeededFuture();
    }
  }
}
