package dev.sightline.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A fault, and what viewers saw of it.
 *
 * @param struck viewers whom it is meant for
 * @param silence longest time between two pictures of any of them, seconds
 * @param othersSilence the same of all others; 0 when there are none
 * @param edgeBits bits a second that leave the busiest edge in the worst second
 * @param before pictures in the last second before, as a share of those that should have come
 * @param after the same in the last second of all
 */
record Drill(
    Fault fault,
    int struck,
    double silence,
    double othersSilence,
    double edgeBits,
    double before,
    double after) {

  private static final long COME = 3 * Simulation.SECOND;
  private static final int STRIKES_AT = 5;

  /** What all is over within, but for {@link Fault#WIRE}. */
  private static final int SECONDS = 8;

  static Drill of(Fault fault, Plan plan, Costs costs, long seed) {
    World world = new World(plan, costs, seed, COME, 0, Long.MAX_VALUE);
    double before = 0;
    for (int second = 0; second < STRIKES_AT; second++) {
      before = aSecond(world);
    }
    Set<Audience> struck = new HashSet<>(fault.struck(world));
    Set<Audience> others = new HashSet<>(audiences(world));
    others.removeAll(struck);
    audiences(world).forEach(Audience::forgetSilences);
    fault.strike(world);
    double after = 0;
    long mostBytes = 0;
    for (int second = 0; second < SECONDS + fault.lasts(); second++) {
      Map<Node, Load> loads = world.loads();
      after = aSecond(world);
      mostBytes = Math.max(mostBytes, world.mostEdgeBytes(loads));
    }
    return new Drill(
        fault,
        struck.stream().mapToInt(Audience::viewers).sum(),
        silence(world, struck),
        silence(world, others),
        Link.onTheWire(8.0 * mostBytes),
        before,
        after);
  }

  /** Returns the share of pictures that came. */
  private static double aSecond(World world) {
    long seen = world.gauge().seen();
    world.simulation().runUntil(world.simulation().now() + Simulation.SECOND);
    Demand demand = world.plan().demand();
    return (double) (world.gauge().seen() - seen) / demand.viewers() / demand.fps();
  }

  private static List<Audience> audiences(World world) {
    return world.clusters().stream().flatMap(one -> one.audiences().stream()).toList();
  }

  /** Those who moved are still those whom they were. */
  private static double silence(World world, Set<Audience> whose) {
    return audiences(world).stream()
            .filter(audience -> whose.contains(audience.first()))
            .mapToLong(Audience::longestSilence)
            .max()
            .orElse(0)
        / (double) Simulation.SECOND;
  }
}
