package dev.sightline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the simulation itself has measured in the place of real processes, so the truth is known.
 */
class RealityTest {

  private static final Cost NOTHING = new Cost(0, 0);
  private static final Cost SHOT = new Cost(200, 0);
  private static final Cost READING = new Cost(5, 0);
  private static final Costs TRUTH =
      new Costs(
          new Cost(300, 0),
          new Cost(100, 0),
          new Cost(400, 0),
          new Cost(10, 0),
          NOTHING,
          NOTHING,
          new Cost(12_000, 0),
          70 * Simulation.MICROSECOND);

  @Test
  void findsTheCostsInWhatWasMeasured() {
    Costs found = new Reality(measured(), 2).costs();

    assertThat(found.read().micros()).isCloseTo(300, within(3.0));
    assertThat(found.send().micros()).isCloseTo(100, within(3.0));
    assertThat(found.receive().micros()).isCloseTo(400, within(5.0));
    assertThat(found.view().micros()).isCloseTo(10, within(0.1));
    assertThat(found.idle().micros()).isCloseTo(12_000, within(1.0));
    assertThat(found.wakeUp()).isCloseTo(TRUTH.wakeUp(), within(5 * Simulation.MICROSECOND));
  }

  @Test
  void foreseesFourEdges() {
    List<String> lines = new Reality(measured(), 2).table().lines().toList();

    assertThat(lines)
        .hasSize(10)
        .contains("| pictures a second, of a viewer | 25.00 | 25.00 | +0 % |");
    assertThat(lines.subList(2, 10))
        .allSatisfy(line -> assertThat(line).containsPattern("\\| [+-][0-2] % \\|$"));
  }

  @Test
  void saysWhatHasNotBeenMeasured() {
    Measured nothing = new Measured(List.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Reality(nothing, 2))
        .withMessage("nothing was measured of 1 edges, 1 streams, 0 viewers");
  }

  @Test
  void calibratesWithTheMedianOfAllRounds() {
    Stream<String> rows =
        Stream.of(1.0, 1.1, 7.0)
            .flatMap(
                noise ->
                    Stream.of(
                        row(1, 20, 0, 0.02 * noise, 0.02 * noise),
                        row(1, 20, 1, 0.12 * noise, 0.12 * noise),
                        row(4, 20, 1, 0.18 * noise, 0.12 * noise),
                        row(1, 1, 10, 0, 0.03 * noise),
                        row(1, 1, 300, 0, 0.088 * noise),
                        new JsonObject().put("joins", 100).put("micros", 1_000 * noise).encode()));

    JsonObject costs = new JsonObject(Calibration.of(new Measured(rows.toList())));

    // Of the second round, a tenth more than 160, 40, 200 and 8 µs, 1 ms and 20 ms.
    assertThat(costs.getDouble("read")).isCloseTo(176, within(0.1));
    assertThat(costs.getDouble("send")).isCloseTo(44, within(0.1));
    assertThat(costs.getDouble("receive")).isCloseTo(220, within(0.1));
    assertThat(costs.getDouble("view")).isCloseTo(8.8, within(0.1));
    assertThat(costs.getDouble("join")).isCloseTo(1_100, within(0.1));
    assertThat(costs.getDouble("idle")).isCloseTo(22_000, within(0.1));
  }

  private static Measured measured() {
    return new Measured(
        List.of(row(1, 1, 0, 0.012, 0.012), row(1, 10), row(1, 100), row(8, 10), row(4, 100)));
  }

  private static String row(int edges, int viewers) {
    Demand demand = new Demand(edges * viewers, 1, Reality.FPS, Reality.FRAME);
    Run run = new SmallCluster(TRUTH, SHOT, READING, 2, edges, demand).run();
    return row(run).encode();
  }

  private static String row(int edges, int streams, int viewers, double ingest, double edge) {
    return row(new Run(edges, streams, viewers, 0, ingest, edge, 0, Reality.FPS, 0, 0, 0)).encode();
  }

  /** As bench/plan writes it. */
  private static JsonObject row(Run run) {
    return new JsonObject()
        .put("edges", run.edges())
        .put("streams", run.streams())
        .put("viewers", run.viewers())
        .put("cameras", run.cameras())
        .put("ingest", run.ingest())
        .put("edge", new JsonArray().add(run.edge()).add(run.edge()))
        .put("clients", run.clients())
        .put("fps", run.fps())
        .put("mbit", run.mbit())
        .put("p50", run.p50())
        .put("p99", run.p99());
  }
}
