package dev.sightline.plan;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many nodes a demand needs. Clusters are alike; each but the first takes one copy of each
 * stream from the first one.
 */
final class Plan {

  /** Of all that an edge has; the rest is for bursts, and for the viewers of an edge that died. */
  static final double LOAD = 0.7;

  /** The same while an edge is dead. */
  private static final double LOAD_WITHOUT_ONE = 0.94;

  /** What an edge takes unless configured otherwise. */
  static final int MAX_VIEWERS = 10_000;

  /** Of one cluster: a choice, as all members talk to all others. */
  static final int MOST_EDGES = 40;

  static final int OUT_DEGREE = 16;

  /**
   * One pulls the cameras, or half of them, and the other one stands by, or pulls the other half.
   */
  static final int INGESTS = 2;

  private final Demand demand;
  private final Hardware hardware;
  private final Map<Bound, Integer> bounds = new EnumMap<>(Bound.class);
  private final int clusters;
  private final int edges;

  Plan(Demand demand, Hardware hardware, Costs costs) {
    this.demand = demand;
    this.hardware = hardware;
    // An edge of a tree passes each stream on once, on the average.
    double forViewers = LOAD * hardware.linkBits() - demand.streams() * demand.streamBits();
    double perViewer = demand.fps() * costs.view().nanos(demand.frame());
    bounds.put(Bound.LINK, (int) (forViewers / demand.streamBits()));
    bounds.put(Bound.LOOPS, (int) (LOAD * hardware.loops() * Simulation.SECOND / perViewer));
    bounds.put(Bound.MAX_VIEWERS, (int) (LOAD * MAX_VIEWERS));
    int needed = ceil(demand.viewers(), bounds.get(first()));
    this.clusters = ceil(needed, MOST_EDGES);
    int each = ceil(needed, clusters);
    this.edges = Math.max(each, 1 + (int) Math.ceil(each * LOAD / LOAD_WITHOUT_ONE));
  }

  private static int ceil(int whole, int part) {
    return (whole + part - 1) / part;
  }

  Demand demand() {
    return demand;
  }

  Hardware hardware() {
    return hardware;
  }

  /** What bounds the viewers of an edge first. */
  Bound first() {
    return bounds.entrySet().stream()
        .min(Comparator.comparingInt(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElseThrow();
  }

  /** Viewers of an edge if nothing else bounded them. */
  int bound(Bound bound) {
    return bounds.get(bound);
  }

  int clusters() {
    return clusters;
  }

  /** Of each cluster. */
  int edges() {
    return edges;
  }

  int nodes() {
    return clusters * (edges + INGESTS);
  }

  int viewersOfAnEdge() {
    return ceil(demand.viewers(), clusters * edges);
  }

  int cores() {
    return nodes() * hardware.cores();
  }

  /** Of an edge of a cluster, and of one stream: all but one more or less the same. */
  int viewers(int cluster, int edge, int stream) {
    long cells = (long) clusters * edges * demand.streams();
    long cell = ((long) cluster * edges + edge) * demand.streams() + stream;
    return (int) ((cell + 1) * demand.viewers() / cells - cell * demand.viewers() / cells);
  }
}
