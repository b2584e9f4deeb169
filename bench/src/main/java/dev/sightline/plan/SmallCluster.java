package dev.sightline.plan;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What bench/plan measures, simulated: an ingest, edges, a camera and each edge's viewers share the
 * cores of one machine, and nothing lies between them but memory.
 */
final class SmallCluster {

  private static final double LOOPBACK_BITS = 1e12;
  private static final long FROM = 2 * Simulation.SECOND;
  private static final long TO = 12 * Simulation.SECOND;
  private static final double SECONDS = (double) (TO - FROM) / Simulation.SECOND;

  private final Simulation simulation = new Simulation(1);
  private final Costs costs;
  private final Demand demand;
  private final Machine machine;
  private final Loop camera;
  private final Cost shot;
  private final Node ingest;
  private final List<Node> edges;
  private final List<Loop> readers;
  private final Gauge gauge = new Gauge(FROM, TO);

  /**
   * @param demand with the viewers of all edges together
   * @param shot what a picture costs the camera
   * @param read what it costs a viewer
   */
  SmallCluster(Costs costs, Cost shot, Cost read, int cores, int edges, Demand demand) {
    this.costs = costs;
    this.demand = demand;
    this.shot = shot;
    this.machine = new Machine(simulation, cores, costs.wakeUp());
    this.camera = machine.loop();
    int loops = new Hardware(cores, LOOPBACK_BITS).loops();
    this.ingest = node(loops);
    this.edges = Stream.generate(() -> node(loops)).limit(edges).toList();
    this.readers = Stream.generate(machine::loop).limit(edges).toList();
    for (int i = 0; i < edges; i++) {
      Node edge = this.edges.get(i);
      ingest.give(
          0, new Line(simulation, ingest, edge, List.of(ingest.link()), costs, demand.frame()));
      Eyes eyes = new Reader(simulation, readers.get(i), read, gauge);
      for (int viewer = 0; viewer < demand.viewers() / edges; viewer++) {
        edge.attach(new Audience(simulation, edge, edge.loops().get(viewer % loops), 0, 1, eyes));
      }
    }
  }

  private Node node(int loops) {
    return new Node(costs, machine, loops, new Link(simulation, LOOPBACK_BITS, 0));
  }

  Run run() {
    shoot(1);
    simulation.runUntil(FROM);
    List<Long> before = busy();
    simulation.runUntil(TO);
    List<Long> after = busy();
    simulation.runUntil(TO + Simulation.SECOND);
    List<Double> cores =
        IntStream.range(0, after.size())
            .mapToObj(i -> (after.get(i) - before.get(i)) / SECONDS / Simulation.SECOND)
            .toList();
    double idle = costs.idle().nanos(0) / (double) Simulation.SECOND;
    double pictures = gauge.seen() / SECONDS;
    return new Run(
        edges.size(),
        1,
        demand.viewers() / edges.size(),
        cores.get(0),
        cores.get(1) + idle,
        cores.get(2) / edges.size() + idle,
        cores.get(3),
        pictures / demand.viewers(),
        pictures * demand.frame() * 8 / 1e6,
        gauge.ageMillis(50),
        gauge.ageMillis(99));
  }

  private void shoot(long sequence) {
    simulation.after(Simulation.SECOND / demand.fps(), () -> shoot(sequence + 1));
    Picture picture = new Picture(0, sequence, simulation.now(), demand.frame(), 0);
    camera.run(shot.nanos(demand.frame()), () -> ingest.read(picture));
  }

  /** Of the camera, the ingest, all edges, and all viewers. */
  private List<Long> busy() {
    return List.of(
        camera.busy(),
        Load.of(ingest).cpu(),
        edges.stream().mapToLong(edge -> Load.of(edge).cpu()).sum(),
        readers.stream().mapToLong(Loop::busy).sum());
  }
}
