package dev.sightline.plan;

import java.util.List;
import java.util.stream.Stream;

/** All that docs/scale.md shows of the simulation; the same each time. */
record Report(String needs, String edges, String faults, String picture) {

  private static final long SEED = 1;
  private static final int CORES = 8;
  private static final Hardware NODE = new Hardware(CORES, 10e9);
  private static final List<Integer> SIZES = List.of(10_000, 100_000, 1_000_000);
  private static final List<Integer> STREAMS = List.of(1, 20);
  private static final List<Double> INTERFACES = List.of(10e9, 25e9, 100e9);

  static Report simulated() {
    List<Findings> findings = findings();
    List<Drill> drills = drills();
    return new Report(
        Tables.needs(findings),
        Tables.edges(interfaces()),
        Tables.faults(drills),
        Figure.of(findings, drills));
  }

  private static List<Findings> findings() {
    Costs costs = Calibration.tls();
    return SIZES.stream()
        .flatMap(viewers -> STREAMS.stream().flatMap(streams -> demands(viewers, streams)))
        .toList()
        .parallelStream()
        .map(demand -> Findings.of(new Plan(demand, NODE, costs), costs, SEED))
        .toList();
  }

  /** Fluent pictures, and as many as will do. */
  private static Stream<Demand> demands(int viewers, int streams) {
    return Stream.of(
        new Demand(viewers, streams, 25, 40_000), new Demand(viewers, streams, 5, 30_000));
  }

  private static List<Drill> drills() {
    Costs costs = Calibration.tls();
    Plan plan = new Plan(demands(100_000, 1).findFirst().orElseThrow(), NODE, costs);
    return Stream.of(Fault.values())
        .parallel()
        .map(fault -> Drill.of(fault, plan, costs, SEED))
        .toList();
  }

  private static List<List<Plan>> interfaces() {
    return INTERFACES.stream()
        .map(
            bits ->
                demands(100_000, 1)
                    .map(demand -> new Plan(demand, new Hardware(CORES, bits), Calibration.tls()))
                    .toList())
        .toList();
  }
}
