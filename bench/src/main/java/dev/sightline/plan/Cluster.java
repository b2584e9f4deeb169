package dev.sightline.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ingests and edges in one place that know each other. */
final class Cluster {

  /** One way, within a data centre. */
  private static final long DELAY = 50 * Simulation.MICROSECOND;

  /** Viewers of one audience: few enough that they have their pictures within a millisecond. */
  private static final int AUDIENCE = 32;

  private final Simulation simulation;
  private final Costs costs;
  private final Hardware hardware;
  private final Demand demand;
  private final List<Node> ingests;
  private final List<Node> edges;
  private final List<Tree> trees = new ArrayList<>();
  private final Map<List<Node>, Line> lines = new HashMap<>();
  private final List<Audience> audiences = new ArrayList<>();
  private final Map<Node, Integer> viewers = new HashMap<>();

  Cluster(Simulation simulation, Costs costs, Hardware hardware, Demand demand, int edges) {
    this.simulation = simulation;
    this.costs = costs;
    this.hardware = hardware;
    this.demand = demand;
    this.ingests = nodes(Plan.INGESTS);
    this.edges = nodes(edges);
    nodes().forEach(this::announce);
  }

  private List<Node> nodes(int number) {
    return Stream.generate(this::node).limit(number).toList();
  }

  private Node node() {
    Machine machine = new Machine(simulation, hardware.cores(), costs.wakeUp());
    Link link = new Link(simulation, hardware.linkBits(), DELAY);
    return new Node(costs, machine, hardware.loops(), link);
  }

  /** Each node tells all others each second what it has, and hears it from them. */
  private void announce(Node node) {
    long messages = 2L * (ingests.size() + edges.size() - 1);
    simulation.after(
        simulation.random().nextLong(Simulation.SECOND),
        new Runnable() {
          @Override
          public void run() {
            simulation.after(Simulation.SECOND, this);
            node.bus().run(messages * costs.announcement().nanos(0), () -> {});
          }
        });
  }

  List<Node> nodes() {
    return Stream.concat(ingests.stream(), edges.stream()).toList();
  }

  List<Node> ingests() {
    return ingests;
  }

  List<Node> edges() {
    return edges;
  }

  List<Audience> audiences() {
    return audiences;
  }

  List<Tree> trees() {
    return trees;
  }

  Node owner(int stream) {
    return trees.get(stream).root();
  }

  /**
   * Every edge has viewers of every stream, so all of them come, in any order.
   *
   * @param owners for each stream the ingest that has it
   */
  void connect(List<Node> owners) {
    for (int stream = 0; stream < demand.streams(); stream++) {
      trees.add(new Tree(owners.get(stream), Plan.OUT_DEGREE));
      grow(stream);
    }
  }

  private void grow(int stream) {
    List<Node> newcomers = new ArrayList<>(edges);
    newcomers.removeIf(Node::isDead);
    Collections.shuffle(newcomers, new Random(simulation.random().nextLong()));
    newcomers.forEach(edge -> join(stream, edge));
  }

  private void join(int stream, Node edge) {
    Node parent = trees.get(stream).join(edge);
    parent.give(stream, line(parent, edge));
  }

  private Line line(Node from, Node to) {
    return lines.computeIfAbsent(
        List.of(from, to),
        ends -> new Line(simulation, from, to, List.of(from.link()), costs, demand.frame()));
  }

  /** A node is known to be gone: those whom it served ask the streams' owners again. */
  void lose(Node node) {
    for (int stream = 0; stream < trees.size(); stream++) {
      int lost = stream;
      trees.get(stream).remove(node).forEach(orphan -> join(lost, orphan));
    }
  }

  /** An ingest is known to be gone, so another one has its streams, and begins without a tree. */
  void replace(Node gone, Node successor) {
    for (int stream = 0; stream < trees.size(); stream++) {
      if (owner(stream) == gone) {
        trees.set(stream, new Tree(successor, Plan.OUT_DEGREE));
        int orphaned = stream;
        edges.forEach(edge -> edge.stopGiving(orphaned, edges::contains));
        grow(stream);
      }
    }
  }

  /** Viewers come to an edge at any time within so many nanoseconds. */
  void fill(int edge, int stream, int viewers, Eyes eyes, long within) {
    List<Loop> loops = edges.get(edge).loops();
    IntStream.range(0, loops.size())
        .forEach(
            loop -> {
              int these = viewers / loops.size() + (loop < viewers % loops.size() ? 1 : 0);
              for (int left = these; left > 0; left -= AUDIENCE) {
                int number = Math.min(left, AUDIENCE);
                long wait = simulation.random().nextLong(within);
                simulation.after(wait, () -> come(edges.get(edge), loop, stream, number, eyes));
              }
            });
  }

  /** Some go, and as many come. */
  void exchange(Eyes eyes) {
    Audience goes = audiences.remove(simulation.random().nextInt(audiences.size()));
    leave(goes);
    come(
        freest(),
        simulation.random().nextInt(hardware.loops()),
        goes.stream(),
        goes.viewers(),
        eyes);
  }

  /** The same viewers come to another edge. */
  void move(Audience audience) {
    if (!audiences.remove(audience)) {
      return; // they have gone meanwhile
    }
    leave(audience);
    Node node = freest();
    Loop loop = node.loops().get(simulation.random().nextInt(hardware.loops()));
    enter(audience.movedTo(node, loop));
  }

  private void come(Node node, int loop, int stream, int viewers, Eyes eyes) {
    enter(new Audience(simulation, node, node.loops().get(loop), stream, viewers, eyes));
  }

  private void enter(Audience audience) {
    audiences.add(audience);
    viewers.merge(audience.node(), audience.viewers(), Integer::sum);
    audience.join(costs);
  }

  private void leave(Audience audience) {
    viewers.merge(audience.node(), -audience.viewers(), Integer::sum);
    audience.leave();
  }

  /** Where the balancer sends who comes: to the edge with the fewest connections. */
  private Node freest() {
    return edges.stream()
        .filter(edge -> !edge.isDead())
        .min(Comparator.comparingInt(edge -> viewers.getOrDefault(edge, 0)))
        .orElseThrow();
  }
}
