package dev.sightline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SmallClusterTest {

  private static final long WAKE_UP = 70 * Simulation.MICROSECOND;
  private static final Cost SHOT = new Cost(200, 0);
  private static final Cost READING = new Cost(5, 0);
  private static final Cost NOTHING = new Cost(0, 0);
  private static final Costs COSTS =
      new Costs(
          new Cost(300, 0),
          new Cost(100, 0),
          new Cost(400, 0),
          new Cost(10, 0),
          NOTHING,
          NOTHING,
          new Cost(10_000, 0),
          WAKE_UP);

  @Test
  void aPictureIsAsOldAsAllThatIsDoneWithIt() {
    Run run = new SmallCluster(COSTS, SHOT, READING, 2, 1, new Demand(1, 1, 25, 40_000)).run();

    // The camera, the ingest, the edge's two loops and the viewer sleep between two pictures.
    double millis = (200 + 300 + 100 + 400 + 10 + 5 + 5 * 70) / 1_000.0;
    assertThat(run.p50()).isCloseTo(millis, within(0.01));
    assertThat(run.p99()).isCloseTo(millis, within(0.01));
  }

  @Test
  void eachProcessTakesWhatItsPicturesCost() {
    Run run = new SmallCluster(COSTS, SHOT, READING, 2, 4, new Demand(400, 1, 25, 40_000)).run();

    assertThat(run.fps()).isCloseTo(25, within(0.01));
    assertThat(run.mbit()).isCloseTo(3_200, within(1.0));
    assertThat(run.cameras()).isCloseTo(25 * 200e-6, within(1e-4));
    assertThat(run.ingest()).isCloseTo(0.01 + 25 * 700e-6, within(2e-4));
    assertThat(run.edge()).isCloseTo(0.01 + 25 * (400e-6 + 100 * 10e-6), within(4e-4));
    assertThat(run.clients()).isCloseTo(25 * 400 * 5e-6, within(5e-4));
  }

  @Test
  void cameraIngestEdgesAndViewersWaitForEachOtherOnOneCore() {
    Demand demand = new Demand(400, 1, 25, 40_000);

    Run one = new SmallCluster(COSTS, SHOT, READING, 1, 4, demand).run();
    Run two = new SmallCluster(COSTS, SHOT, READING, 2, 4, demand).run();

    // 200 + 300 + 4 × 100 µs, then 4 × (400 + 100 × (10 + 5)) µs for the last one of all.
    assertThat(one.p99()).isCloseTo(0.9 + 4 * 1.9, within(0.5));
    assertThat(two.p50()).isLessThan(0.75 * one.p50());
  }
}
