package dev.sightline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Four clusters of small edges, where nothing costs anything but time. */
class FaultTest {

  private static final Plan PLAN =
      new Plan(new Demand(10_000, 1, 25, 40_000), new Hardware(8, 1e9), FreeCosts.COSTS);

  /** A picture every 40 ms, which takes 28 ms to reach the last viewer of an edge. */
  private static final double PICTURE = 0.04 + 0.03;

  /**
   * What passes until the next picture can come: viewers return within 250 ms of a closed
   * connection; others take 0.5 s to notice it; a take-over 0.2 s more; a hanging edge is noticed
   * after 2.3 s by its viewers; a cut wire is tried again at 20.5 s, by three round trips of 160
   * ms.
   */
  @ParameterizedTest
  @CsvSource({
    "LEAF, 0.0, 0.25",
    "INNER, 0.0, 0.25",
    "INNER_HANGS, 2.3, 2.55",
    "INGEST, 0.7, 0.7",
    "INGEST_HANGS, 5.2, 5.2",
    "WIRE, 20.98, 20.98"
  })
  void viewersOfWhatFailsSeeNothingForAsLongAsTheLimitsSay(Fault fault, double least, double most) {
    Drill drill = Drill.of(fault, PLAN, FreeCosts.COSTS, 1);

    assertThat(drill.struck()).isPositive();
    assertThat(drill.silence()).isBetween(least, most + 2 * PICTURE);
    assertThat(drill.before()).isGreaterThan(0.95);
    assertThat(drill.after()).isGreaterThan(0.95);
  }

  @ParameterizedTest
  @CsvSource({"LEAF, 0.0, 0.0", "INNER, 0.5, 0.5", "INNER_HANGS, 2.0, 2.0", "WIRE, 0.0, 0.0"})
  void othersSeeNothingOnlyIfTheyAreBehindIt(Fault fault, double least, double most) {
    Drill drill = Drill.of(fault, PLAN, FreeCosts.COSTS, 1);

    assertThat(drill.othersSilence()).isBetween(least, most + 2 * PICTURE);
  }
}
