package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Edges that come and go, die, hang, serve nobody for a while and complain without cause, with a
 * network that loses a fifth of what they and the owner say to each other. At no time do edges ask
 * each other in a circle; and when all is well again everybody is served, as the degree says.
 */
class EdgeTreeChaosTest {

  private static final Duration STEP = Duration.ofMillis(100);
  private static final int MOST_EDGES = 40;

  /** From this degree on there is always a place behind the first, however they stand. */
  private static final int ROOMY = 6;

  private static final String OWNER = "owner";

  private final VirtualTime time = new VirtualTime();
  private final Map<String, Edge> edges = new HashMap<>();
  private Random chance;
  private EdgeTree tree;
  private double loss;
  private int names;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void neverMakesALoopAndServesEverybodyInTheEnd(long seed) {
    chance = new Random(seed);
    int degree = 1 + chance.nextInt(8);
    tree = new EdgeTree(degree, () -> {});
    loss = chance.nextInt(3) / 10.0;
    for (int step = 0; step < 1500; step++) {
      happen(chance.nextInt(100));
      pass();
    }
    allIsWell();

    Map<String, Integer> children = new HashMap<>();
    for (Edge edge : edges.values()) {
      assertThat(depthOf(edge)).as(edge.name).isBetween(1, EdgeTree.MOST_DEPTH);
      children.merge(edge.at, 1, Integer::sum);
    }
    int first = children.getOrDefault(OWNER, 0);
    children.remove(OWNER);
    assertThat(children.values()).allMatch(count -> count <= degree);
    assertThat(tree.first()).isEqualTo(first);
    if (degree >= ROOMY) {
      assertThat(first).isLessThanOrEqualTo(degree);
    }
  }

  private void happen(int event) {
    switch (event) {
      case 0, 1, 2, 3 -> {
        if (edges.size() < MOST_EDGES) {
          join();
        }
      }
      case 4 -> any(Edge::leave);
      case 5 -> any(this::die);
      case 6 -> any(edge -> edge.hangsUntil = time.elapsed() + millis(chance.nextInt(60_000)));
      case 7 -> any(edge -> edge.serves = !edge.serves);
      case 8 -> any(Edge::complain);
      default -> {}
    }
  }

  private void any(Consumer<Edge> action) {
    List<Edge> all = new ArrayList<>(edges.values());
    if (!all.isEmpty()) {
      action.accept(all.get(chance.nextInt(all.size())));
    }
  }

  private void join() {
    Edge edge = new Edge("e" + names++);
    edges.put(edge.name, edge);
    edge.begin();
  }

  private void die(Edge edge) {
    edges.remove(edge.name);
    time.after(Duration.ofMillis(chance.nextInt(5000)), () -> tree.leave(edge.name));
  }

  private void pass() {
    time.pass(STEP);
    if (time.elapsed() % Duration.ofSeconds(1).toNanos() == 0) {
      tree.everySecond(time.getAsLong());
    }
    List.copyOf(edges.values()).forEach(Edge::live);
    edges.values().forEach(this::assertNoLoop);
  }

  private void allIsWell() {
    loss = 0;
    edges.values().forEach(edge -> edge.hangsUntil = 0);
    edges.values().forEach(edge -> edge.serves = true);
    for (int second = 0; second < 1200; second++) {
      pass();
    }
  }

  private void assertNoLoop(Edge from) {
    Set<String> seen = new HashSet<>();
    Edge edge = from;
    while (edge != null && edge.at != null) {
      assertThat(seen.add(edge.name)).as("a way from %s that ends", from.name).isTrue();
      edge = edges.get(edge.at);
    }
  }

  /** 0 if it isn't served. */
  private int depthOf(Edge edge) {
    int depth = 1;
    Edge at = edge;
    while (at != null && at.at != null && !at.at.equals(OWNER)) {
      at = edges.get(at.at);
      depth++;
    }
    return at == null || at.at == null ? 0 : depth;
  }

  private static long millis(long count) {
    return Duration.ofMillis(count).toNanos();
  }

  /** What {@link Route} does, without anything being sent but words. */
  private final class Edge {
    private final String name;
    private boolean serves = true;
    private String at;
    private String complaint;
    private long hangsUntil;
    private boolean hung;
    private long nextWord;
    private long lastArrival;

    private Edge(String name) {
      this.name = name;
    }

    private void begin() {
      at = OWNER;
      nextWord = time.elapsed();
    }

    private void leave() {
      at = null;
      say(() -> tree.leave(name));
      if (edges.values().stream().anyMatch(other -> name.equals(other.at))) {
        begin();
      } else {
        edges.remove(name);
      }
    }

    private void complain() {
      if (at != null && !at.equals(OWNER)) {
        complaint = at;
        begin();
      }
    }

    private boolean isUp() {
      return time.elapsed() >= hangsUntil;
    }

    /** After a standstill it begins anew. */
    private void live() {
      if (!isUp()) {
        hung = true;
        return;
      }
      if (hung) {
        hung = false;
        begin();
      }
      if (at != null && !at.equals(OWNER)) {
        Edge parent = edges.get(at);
        if (parent == null || !parent.isUp() || !parent.serves) {
          complain();
        } else if (parent.at == null) {
          parent.begin();
        }
      }
      if (at != null && time.elapsed() >= nextWord) {
        ask();
      }
    }

    private void ask() {
      String place = at;
      String blamed = complaint;
      boolean served = serves;
      nextWord = time.elapsed() + millis(place.equals(OWNER) ? 1000 : 10_000);
      say(
          () -> {
            long now = time.getAsLong();
            Place told =
                place.equals(OWNER)
                    ? tree.asks(name, served, blamed, now)
                    : tree.standsAt(name, served, place, now);
            assertThat(told.depth()).isBetween(1, EdgeTree.MOST_DEPTH);
            answer(() -> hear(place, told));
          });
    }

    /** What was asked from another place is no answer any more. */
    private void hear(String place, Place told) {
      if (edges.get(name) == this && place.equals(at) && isUp()) {
        complaint = null;
        String next = told.isFirst() ? OWNER : told.parent();
        if (!next.equals(at)) {
          at = next;
          nextWord = time.elapsed() + millis(1000);
        }
      }
    }

    private void say(Runnable word) {
      lastArrival = Math.max(lastArrival + 1, time.elapsed() + millis(1 + chance.nextInt(300)));
      boolean arrives = chance.nextDouble() >= loss;
      time.after(Duration.ofNanos(lastArrival - time.elapsed()), arrives ? word : () -> {});
    }

    private void answer(Runnable word) {
      if (chance.nextDouble() >= loss) {
        time.after(Duration.ofMillis(1 + chance.nextInt(300)), word);
      }
    }
  }
}
