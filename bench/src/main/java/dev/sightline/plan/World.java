package dev.sightline.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * All of a plan: cameras at sites, the cluster that they dial, and further clusters that each take
 * one copy of each stream from an edge of that one. They lie at a few distances; of those at the
 * same distance one has all of its edges and viewers and counts for all, of the others there is
 * only the ingest that takes the copies.
 */
final class World {

  /** One way. */
  static final List<Integer> DISTANCES_MILLIS = List.of(10, 40, 80);

  static final double WAN_BITS = 1e9;
  static final double SITE_BITS = 50e6;
  static final int SITE_MILLIS = 10;

  /** Of a picture's size. */
  private static final double SPREAD = 0.1;

  /** Of all viewers that many go each second, and others come. */
  private static final double EXCHANGED = 0.01;

  private final Simulation simulation;
  private final Plan plan;
  private final Costs costs;
  private final List<Cluster> clusters = new ArrayList<>();
  private final List<Gauge> gauges = new ArrayList<>();
  private final List<Link> wans = new ArrayList<>();
  private final List<Link> sites = new ArrayList<>();
  private final List<Node> downlinkEdges = new ArrayList<>();
  private final Map<Integer, Line> downlinks = new HashMap<>();

  /**
   * @param come how long viewers take to come, nanoseconds
   * @param from when measuring begins
   * @param to when it ends
   */
  World(Plan plan, Costs costs, long seed, long come, long from, long to) {
    this.simulation = new Simulation(seed);
    this.plan = plan;
    this.costs = costs;
    for (int i = 0; i < Math.min(plan.clusters(), 1 + DISTANCES_MILLIS.size()); i++) {
      clusters.add(found(i, new Gauge(from, to), come));
    }
    for (int i = 1; i < plan.clusters(); i++) {
      dial(i);
    }
    IntStream.range(0, plan.demand().streams()).forEach(this::start);
  }

  private Cluster found(int number, Gauge gauge, long come) {
    Cluster cluster = new Cluster(simulation, costs, plan.hardware(), plan.demand(), plan.edges());
    List<Node> ingests = cluster.ingests();
    int streams = plan.demand().streams();
    // Cameras are shared out; of a region's ingests one is elected.
    cluster.connect(
        number == 0
            ? IntStream.range(0, streams).mapToObj(i -> ingests.get(i % ingests.size())).toList()
            : Collections.nCopies(streams, ingests.get(0)));
    for (int edge = 0; edge < plan.edges(); edge++) {
      for (int stream = 0; stream < streams; stream++) {
        cluster.fill(edge, stream, plan.viewers(number, edge, stream), gauge, come);
      }
    }
    gauges.add(gauge);
    simulation.at(come, () -> exchange(cluster, gauge));
    return cluster;
  }

  private void exchange(Cluster cluster, Gauge gauge) {
    cluster.exchange(gauge);
    long pause = Math.round(Simulation.SECOND / (EXCHANGED * cluster.audiences().size()));
    simulation.after(pause, () -> exchange(cluster, gauge));
  }

  /** A cluster's elected ingest asks an edge of the first cluster, another one each. */
  private void dial(int number) {
    int distance = DISTANCES_MILLIS.get((number - 1) % DISTANCES_MILLIS.size());
    wans.add(new Link(simulation, WAN_BITS, distance * Simulation.MILLISECOND));
    downlinkEdges.add(home().edges().get(number % plan.edges()));
    connect(number);
  }

  private void connect(int number) {
    Node edge = downlinkEdges.get(number - 1);
    List<Link> path = List.of(edge.link(), wans.get(number - 1));
    Line line = new Line(simulation, edge, taker(number), path, costs, plan.demand().frame());
    downlinks.put(number, line);
    IntStream.range(0, plan.demand().streams()).forEach(stream -> edge.give(stream, line));
  }

  private Node taker(int number) {
    return number < clusters.size()
        ? clusters.get(number).ingests().get(0)
        : new Node(
            costs,
            new Machine(simulation, plan.hardware().cores(), costs.wakeUp()),
            0,
            new Link(simulation, plan.hardware().linkBits(), 0));
  }

  private void start(int stream) {
    Link uplink = new Link(simulation, SITE_BITS, SITE_MILLIS * Simulation.MILLISECOND);
    sites.add(uplink);
    new Camera(simulation, stream, plan.demand(), SPREAD, uplink, () -> reader(stream)).start();
  }

  private Node reader(int stream) {
    Node owner = home().owner(stream);
    return owner.isDead() ? null : owner;
  }

  Simulation simulation() {
    return simulation;
  }

  Plan plan() {
    return plan;
  }

  Cluster home() {
    return clusters.get(0);
  }

  List<Cluster> clusters() {
    return clusters;
  }

  /** For how many the cluster stands, itself included. */
  int times(int cluster) {
    int others = plan.clusters() - 1;
    int kinds = DISTANCES_MILLIS.size();
    return cluster == 0 ? 1 : others / kinds + (cluster - 1 < others % kinds ? 1 : 0);
  }

  /** What all viewers saw. */
  Gauge gauge() {
    Gauge all = new Gauge();
    for (int i = 0; i < gauges.size(); i++) {
      all.add(gauges.get(i), times(i));
    }
    return all;
  }

  List<Link> wans() {
    return wans;
  }

  List<Link> sites() {
    return sites;
  }

  /** What each node has done so far. */
  Map<Node, Load> loads() {
    Map<Node, Load> loads = new HashMap<>();
    clusters.forEach(one -> one.nodes().forEach(node -> loads.put(node, Load.of(node))));
    return loads;
  }

  /** Bytes that have left the edge that sent most since then. */
  long mostEdgeBytes(Map<Node, Load> since) {
    return clusters.stream()
        .flatMap(one -> one.edges().stream())
        .mapToLong(edge -> edge.link().bytes() - since.get(edge).bytes())
        .max()
        .orElse(0);
  }

  boolean servesClusters(Node edge) {
    return downlinkEdges.contains(edge);
  }

  long roundTrip(int cluster) {
    return 2 * wans.get(cluster - 1).delay();
  }

  void cut(int cluster) {
    wans.get(cluster - 1).cut();
  }

  void heal(int cluster) {
    wans.get(cluster - 1).heal();
  }

  /** The other end has given the connection up and makes another one. */
  void dialAnew(int cluster) {
    downlinks.get(cluster).close();
    Node taker = clusters.get(cluster).ingests().get(0);
    Node edge = downlinkEdges.get(cluster - 1);
    for (int stream = 0; stream < plan.demand().streams(); stream++) {
      edge.stopGiving(stream, taker::equals);
    }
    connect(cluster);
  }
}
