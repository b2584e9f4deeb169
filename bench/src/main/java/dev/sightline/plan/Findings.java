package dev.sightline.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a plan turned out to need. Shares are of an interface or of one core, of the busiest there
 * is; everything else is of the whole.
 *
 * @param edgeBits bits a second that leave the busiest edge
 * @param ingestBits the same of the busiest ingest
 * @param allBits those that leave all edges
 * @param cpu cores that are busy, in all
 * @param wanCopies of all streams
 * @param depth hops within a cluster, at most
 * @param delivered share of all pictures that each viewer should have had
 */
record Findings(
    Plan plan,
    double edgeBits,
    double ingestBits,
    double allBits,
    double cpu,
    double viewersLoop,
    double edgeBus,
    double ingestBus,
    double siteBits,
    int wanCopies,
    double wanBits,
    int depth,
    double delivered,
    Gauge gauge) {

  private static final long COME = 3 * Simulation.SECOND;
  private static final long FROM = 4 * Simulation.SECOND;
  private static final long TO = 7 * Simulation.SECOND;
  private static final long UNDER_WAY = Simulation.SECOND;
  private static final double SECONDS = (double) (TO - FROM) / Simulation.SECOND;

  static Findings of(Plan plan, Costs costs, long seed) {
    World world = new World(plan, costs, seed, COME, FROM, TO);
    world.simulation().runUntil(FROM);
    Map<Node, Load> before = world.loads();
    long wanBefore = bytes(world.wans());
    long siteBefore = bytes(world.sites());
    world.simulation().runUntil(TO);
    Map<Node, Load> during = world.loads();
    during.replaceAll((node, load) -> load.since(before.get(node)));
    double allBits = 0;
    double cpu = 0;
    for (int i = 0; i < world.clusters().size(); i++) {
      Cluster cluster = world.clusters().get(i);
      int times = world.times(i);
      allBits += times * sum(cluster.edges(), node -> bits(during.get(node).bytes()));
      cpu += times * sum(cluster.nodes(), node -> share(during.get(node).cpu()));
    }
    List<Node> edges = world.clusters().stream().flatMap(one -> one.edges().stream()).toList();
    List<Node> ingests = world.clusters().stream().flatMap(one -> one.ingests().stream()).toList();
    long wanBytes = bytes(world.wans()) - wanBefore;
    long siteBytes = bytes(world.sites()) - siteBefore;
    world.simulation().runUntil(TO + UNDER_WAY);
    Gauge gauge = world.gauge();
    Demand demand = plan.demand();
    return new Findings(
        plan,
        most(edges, node -> bits(during.get(node).bytes())),
        most(ingests, node -> bits(during.get(node).bytes())),
        allBits,
        cpu + plan.nodes() * (double) costs.idle().nanos(0) / Simulation.SECOND,
        most(edges, node -> share(during.get(node).viewers())),
        most(edges, node -> share(during.get(node).bus())),
        most(ingests, node -> share(during.get(node).bus())),
        bits(siteBytes) / demand.streams(),
        (plan.clusters() - 1) * demand.streams(),
        bits(wanBytes),
        world.clusters().stream().mapToInt(Findings::depth).max().orElseThrow(),
        gauge.seen() / (demand.viewers() * demand.fps() * SECONDS),
        gauge);
  }

  /** Where the load is; the first of them bounds the whole. */
  List<Share> shares() {
    return Stream.of(
            new Share("edges' interfaces", edgeBits / plan.hardware().linkBits()),
            new Share("edges' loops for viewers", viewersLoop),
            new Share("edges' loops for the bus", edgeBus),
            new Share("ingests' interfaces", ingestBits / plan.hardware().linkBits()),
            new Share("ingests' loops for the bus", ingestBus),
            new Share(
                "wires between clusters",
                wanBits / Math.max(1, plan.clusters() - 1) / World.WAN_BITS),
            new Share("`max-viewers`", (double) plan.viewersOfAnEdge() / Plan.MAX_VIEWERS))
        .sorted(Comparator.comparingDouble(Share::used).reversed())
        .toList();
  }

  private static int depth(Cluster cluster) {
    return cluster.trees().stream().mapToInt(Tree::depth).max().orElse(0);
  }

  private static long bytes(Collection<Link> links) {
    return links.stream().mapToLong(Link::bytes).sum();
  }

  private static double bits(long bytes) {
    return Link.onTheWire(8.0 * bytes) / SECONDS;
  }

  private static double share(long nanos) {
    return (double) nanos / Simulation.SECOND / SECONDS;
  }

  private static double sum(List<Node> nodes, ToDoubleFunction<Node> value) {
    return nodes.stream().mapToDouble(value).sum();
  }

  private static double most(List<Node> nodes, ToDoubleFunction<Node> value) {
    return nodes.stream().mapToDouble(value).max().orElse(0);
  }
}
