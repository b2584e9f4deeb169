package dev.sightline.plan;

import java.util.function.Supplier;

/** Makes pictures at a steady rate, of about the same size. */
final class Camera {

  private final Simulation simulation;
  private final int stream;
  private final Demand demand;
  private final double spread;
  private final Link uplink;
  private final Supplier<Node> ingest;
  private long sequence;

  /**
   * @param spread each picture is up to that part larger or smaller than they are on the average
   * @param ingest who has its connection; null while nobody has
   */
  Camera(
      Simulation simulation,
      int stream,
      Demand demand,
      double spread,
      Link uplink,
      Supplier<Node> ingest) {
    this.simulation = simulation;
    this.stream = stream;
    this.demand = demand;
    this.spread = spread;
    this.uplink = uplink;
    this.ingest = ingest;
  }

  void start() {
    simulation.after(simulation.random().nextLong(interval()), this::shoot);
  }

  private long interval() {
    return Simulation.SECOND / demand.fps();
  }

  private void shoot() {
    simulation.after(interval(), this::shoot);
    Node to = ingest.get();
    sequence++;
    if (to != null) {
      double size = 1 - spread + 2 * spread * simulation.random().nextDouble();
      int bytes = (int) (demand.frame() * size);
      Picture picture = new Picture(stream, sequence, simulation.now(), bytes, 0);
      uplink.carry(bytes, () -> to.read(picture));
    }
  }
}
