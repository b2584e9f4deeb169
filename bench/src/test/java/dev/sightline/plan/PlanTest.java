package dev.sightline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

  private static final Cost NOTHING = new Cost(0, 0);

  /** A million bits of pictures a second, 1.06 on the wire. */
  private static final Demand DEMAND = new Demand(100_000, 1, 5, 25_000);

  @Test
  void aThinInterfaceBoundsFirst() {
    Plan plan = new Plan(DEMAND, new Hardware(8, 1e9), costs(10));

    assertThat(plan.first()).isEqualTo(Bound.LINK);
    assertThat(plan.bound(Bound.LINK)).isEqualTo((int) (0.7e9 / DEMAND.streamBits()) - 1);
  }

  @Test
  void dearPicturesBoundFirst() {
    Plan plan = new Plan(DEMAND, new Hardware(8, 100e9), costs(1_000));

    assertThat(plan.first()).isEqualTo(Bound.LOOPS);
    assertThat(plan.bound(Bound.LOOPS)).isEqualTo(560);
  }

  @Test
  void theEdgesSettingBoundsFirstWhereThereIsPlentyOfAllElse() {
    Plan plan = new Plan(DEMAND, new Hardware(8, 100e9), costs(10));

    assertThat(plan.first()).isEqualTo(Bound.MAX_VIEWERS);
    assertThat(plan.bound(Bound.MAX_VIEWERS)).isEqualTo(7_000);
    assertThat(plan.edges()).isEqualTo(15);
  }

  @Test
  void noClusterIsLargerThanWhatHasBeenTried() {
    Plan plan = new Plan(DEMAND, new Hardware(8, 1e9), costs(10));

    assertThat(plan.edges()).isLessThanOrEqualTo(Plan.MOST_EDGES);
    assertThat(plan.clusters() * plan.edges() * plan.bound(Bound.LINK)).isGreaterThan(100_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 500, 5_000, 10_000, 15_000, 100_000})
  void withoutOneEdgeTheOthersStillHaveRoom(int viewers) {
    Plan plan = new Plan(new Demand(viewers, 1, 5, 25_000), new Hardware(8, 10e9), costs(10));

    double each = (double) viewers / plan.clusters() / (plan.edges() - 1);
    assertThat(each * plan.demand().streamBits()).isLessThan(0.98 * 10e9);
    assertThat(each).isLessThan(Plan.MAX_VIEWERS);
  }

  @Test
  void everyViewerHasAPlace() {
    Plan plan = new Plan(new Demand(99_991, 7, 5, 25_000), new Hardware(8, 1e9), costs(10));

    int placed =
        IntStream.range(0, plan.clusters())
            .flatMap(
                cluster ->
                    IntStream.range(0, plan.edges())
                        .flatMap(
                            edge ->
                                IntStream.range(0, 7)
                                    .map(stream -> plan.viewers(cluster, edge, stream))))
            .sum();

    assertThat(placed).isEqualTo(99_991);
  }

  private static Costs costs(double view) {
    Cost each = new Cost(view, 0);
    return new Costs(NOTHING, NOTHING, NOTHING, each, NOTHING, NOTHING, NOTHING, 0);
  }
}
