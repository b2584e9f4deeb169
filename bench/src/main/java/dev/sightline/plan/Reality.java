package dev.sightline.plan;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The simulation beside real processes: costs are taken from one edge and from eight with few
 * viewers, and what they say of four edges with many is compared with what those take.
 */
final class Reality {

  static final int FRAME = 40_000;
  static final int FPS = 25;
  private static final int FEW = 10;
  private static final int MANY = 100;
  private static final int EDGES = 4;
  private static final int SEVERAL = 8;
  private static final long LATEST_WAKE_UP = 5 * Simulation.MILLISECOND;

  private final Measured measured;
  private final int cores;
  private final Cost shot;
  private final Cost reading;
  private final Costs costs;

  Reality(Measured measured, int cores) {
    this.measured = measured;
    this.cores = cores;
    double idle = (measured.median(1, 1, 0, Run::ingest) + measured.median(1, 1, 0, Run::edge)) / 2;
    double few = measured.median(1, 1, FEW, run -> run.perPicture(run.edge() - idle));
    double many = measured.median(1, 1, MANY, run -> run.perPicture(run.edge() - idle));
    double one = measured.median(1, 1, FEW, run -> run.perPicture(run.ingest() - idle));
    double all = measured.median(SEVERAL, 1, FEW, run -> run.perPicture(run.ingest() - idle));
    double view = (many - few) / (MANY - FEW);
    double send = (all - one) / (SEVERAL - 1);
    this.shot = cost(measured.median(1, 1, FEW, run -> run.perPicture(run.cameras())));
    this.reading = cost(measured.median(1, 1, MANY, run -> run.perPicture(run.clients())) / MANY);
    Costs awake =
        new Costs(
            cost(one - send),
            cost(send),
            cost(few - FEW * view),
            cost(view),
            new Cost(0, 0),
            new Cost(0, 0),
            new Cost(1e6 * idle, 0),
            0);
    this.costs = awake.withWakeUp(wakeUp(awake));
  }

  /** A difference of two figures may be less than nothing. */
  private static Cost cost(double seconds) {
    return new Cost(Math.max(0, 1e6 * seconds), 0);
  }

  /** What pictures take longer than all work on them, for a few viewers of one edge. */
  private long wakeUp(Costs awake) {
    double aim = measured.median(1, 1, FEW, Run::p50);
    long low = 0;
    long high = LATEST_WAKE_UP;
    while (high - low > Simulation.MICROSECOND) {
      long middle = (low + high) / 2;
      if (simulated(awake.withWakeUp(middle), 1, FEW).p50() < aim) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Run simulated(Costs with, int edges, int viewers) {
    Demand demand = new Demand(edges * viewers, 1, FPS, FRAME);
    return new SmallCluster(with, shot, reading, cores, edges, demand).run();
  }

  String table() {
    Run simulated = simulated(costs, EDGES, MANY);
    StringBuilder table =
        new StringBuilder("| | measured | simulated | difference |\n|---|---|---|---|\n");
    line(table, "camera, cores", 3, Run::cameras, simulated);
    line(table, "ingest, cores", 3, Run::ingest, simulated);
    line(table, "each edge, cores", 3, Run::edge, simulated);
    line(table, "viewers' programs, cores", 3, Run::clients, simulated);
    line(table, "pictures a second, of a viewer", 2, Run::fps, simulated);
    line(table, "Mbit/s, of all viewers", 0, Run::mbit, simulated);
    line(table, "age p50, ms", 2, Run::p50, simulated);
    line(table, "age p99, ms", 2, Run::p99, simulated);
    return table.toString();
  }

  private void line(
      StringBuilder table, String what, int digits, ToDoubleFunction<Run> value, Run simulated) {
    double real = measured.median(EDGES, 1, MANY, value);
    double said = value.applyAsDouble(simulated);
    String number = "%." + digits + "f";
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | " + number + " | " + number + " | %+.0f %% |\n",
            what,
            real,
            said,
            100 * (said - real) / real));
  }

  /** What it went by. */
  Costs costs() {
    return costs;
  }
}
