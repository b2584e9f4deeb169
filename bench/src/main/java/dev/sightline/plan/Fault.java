package dev.sightline.plan;

import java.util.Comparator;
import java.util.List;

/**
 * What can go wrong, and how long it takes until others know, by ARCHITECTURE.md's limits.
 *
 * <p>Killed processes are known by their closed connections, within half a second. One that hangs
 * or vanishes is missed after 5 s by its cluster; by those that take a stream from it 2 s without a
 * picture; by its viewers when the balancer ends their connections, after 2.3 s (docs/chaos.md).
 */
enum Fault {
  LEAF("an edge that serves only viewers is killed", 500, 0),
  INNER("an edge that serves other edges is killed", 500, 0),
  INNER_HANGS("an edge that serves other edges hangs", 2_000, 2_300),
  INGEST("the ingest that has the camera is killed", 500, 0),
  INGEST_HANGS("the ingest that has the camera hangs", 5_000, 0),
  WIRE("the wire to the farthest cluster is cut for 20 s", 2_500, 0);

  private static final int CUT_SECONDS = 20;
  private static final long CUT = CUT_SECONDS * Simulation.SECOND;

  /** Viewers who lost their connection come back within that. */
  private static final long RETURN = 250 * Simulation.MILLISECOND;

  /** Of a cluster whose connection was given up. */
  private static final long REDIAL = Simulation.SECOND;

  /** From a change of the owner to its first picture, without the camera's way. */
  private static final long TAKE_OVER = 200 * Simulation.MILLISECOND;

  private final String words;
  private final long known;
  private final long viewersKnow;

  Fault(String words, int knownMillis, int viewersKnowMillis) {
    this.words = words;
    this.known = knownMillis * Simulation.MILLISECOND;
    this.viewersKnow = viewersKnowMillis * Simulation.MILLISECOND;
  }

  String words() {
    return words;
  }

  /** Seconds until it is healed, where it has to be. */
  int lasts() {
    return this == WIRE ? CUT_SECONDS : 0;
  }

  /** Whose viewers are struck. */
  List<Audience> struck(World world) {
    return switch (this) {
      case LEAF, INNER, INNER_HANGS -> {
        Node edge = edge(world);
        yield world.home().audiences().stream().filter(one -> one.node() == edge).toList();
      }
      case INGEST, INGEST_HANGS ->
          world.clusters().stream().flatMap(one -> one.audiences().stream()).toList();
      case WIRE -> List.copyOf(world.clusters().get(farthest(world)).audiences());
    };
  }

  /** Happens now. */
  void strike(World world) {
    switch (this) {
      case LEAF, INNER, INNER_HANGS -> killEdge(world, edge(world));
      case INGEST, INGEST_HANGS -> killIngest(world);
      case WIRE -> cut(world, farthest(world));
    }
  }

  /** One that no other cluster takes its streams from. */
  private Node edge(World world) {
    Tree tree = world.home().trees().get(0);
    return world.home().edges().stream()
        .filter(edge -> !world.servesClusters(edge))
        .filter(edge -> tree.takersOf(edge).isEmpty() == (this == LEAF))
        .max(Comparator.comparingInt(edge -> tree.takersOf(edge).size()))
        .orElseThrow();
  }

  private void killEdge(World world, Node edge) {
    Simulation simulation = world.simulation();
    Cluster home = world.home();
    List<Audience> lost = struck(world);
    edge.kill();
    simulation.after(known, () -> home.lose(edge));
    for (Audience audience : lost) {
      long back = viewersKnow + simulation.random().nextLong(RETURN);
      simulation.after(back, () -> home.move(audience));
    }
  }

  private void killIngest(World world) {
    Node gone = world.home().owner(0);
    Node successor = world.home().ingests().stream().filter(one -> one != gone).findAny().get();
    gone.kill();
    world.simulation().after(known + TAKE_OVER, () -> world.home().replace(gone, successor));
  }

  /** Given up after a while, tried again and again, and there when the wire is whole. */
  private void cut(World world, int cluster) {
    Simulation simulation = world.simulation();
    world.cut(cluster);
    simulation.after(CUT, () -> world.heal(cluster));
    long tried = known;
    while (tried < CUT) {
      tried += REDIAL;
    }
    // A connection, TLS and the upgrade take a round trip each.
    simulation.after(tried + 3 * world.roundTrip(cluster), () -> world.dialAnew(cluster));
  }

  private static int farthest(World world) {
    return world.clusters().size() - 1;
  }
}
