package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who gets how much of a link on which not everything fits: the ingest's and the edge's own code in
 * virtual time, as in {@link ThinLinkTest}.
 */
class FairShareTest {

  private static final int THIN = 500_000;
  private static final int FRAME = 100_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 50})
  void givesStreamsEqualBytesWhateverTheSizesOfTheirFrames(int millisEachWay) {
    SimulatedRelay relay =
        relay(THIN, millisEachWay)
            .cameras(2, 20_000, 25)
            .cameras(2, 100_000, 10)
            .cameras(1, 200_000, 5);
    relay.edge();

    assertThat(bytesPerSecond(relay))
        .allSatisfy(bytes -> assertThat(bytes).isCloseTo(100_000, withinPercentage(8)));
  }

  @ParameterizedTest
  @CsvSource({"500000, 1, 1", "500000, 1, 50", "2000000, 2, 1", "2000000, 2, 50", "5000000, 4, 10"})
  void dividesALinkByWeights(int rate, int pairs, int millisEachWay) {
    SimulatedRelay relay = relay(rate, millisEachWay).weigh(stream -> stream % 2 == 0 ? 3 : 1);
    for (int pair = 0; pair < pairs; pair++) {
      relay.cameras(1, FRAME, 25).cameras(1, FRAME, 25);
    }
    relay.edge();

    List<Double> bytes = bytesPerSecond(relay);
    for (int pair = 0; pair < pairs; pair++) {
      assertThat(bytes.get(2 * pair) / bytes.get(2 * pair + 1))
          .as("%s", bytes)
          .isCloseTo(3, withinPercentage(10));
    }
  }

  @Test
  void goesByNewWeightsAtOnce() {
    SimulatedRelay relay = relay(THIN, 10).cameras(2, 50_000, 25);
    relay.edge();
    relay.weigh(stream -> stream == 0 ? 4 : 1);
    assertThat(bytesPerSecond(relay).get(0)).isCloseTo(0.8 * THIN, withinPercentage(5));

    relay.weigh(stream -> stream == 0 ? 1 : 4);
    assertThat(bytesPerSecond(relay).get(0)).isCloseTo(0.2 * THIN, withinPercentage(5));
  }

  @ParameterizedTest
  @CsvSource({"10000, 2, 5", "20000, 1, 19"})
  void givesAStreamThatNeedsLittleAllOfItAndTheRestToTheOthers(
      int frame, int framesPerSecond, int others) {
    SimulatedRelay relay =
        relay(THIN, 10).cameras(1, frame, framesPerSecond).cameras(others, FRAME, 10);
    relay.edge();

    List<Double> bytes = bytesPerSecond(relay);
    double needed = frame * framesPerSecond;
    assertThat(bytes.get(0)).isCloseTo(needed, withinPercentage(1));
    assertThat(bytes.subList(1, bytes.size()))
        .allSatisfy(
            rest -> assertThat(rest).isCloseTo((THIN - needed) / others, withinPercentage(3)));
  }

  @Test
  void letsNobodyStarveAmongAHundred() {
    SimulatedRelay relay =
        relay(THIN, 10)
            .cameras(50, 20_000, 10)
            .cameras(49, 80_000, 5)
            .cameras(1, 20_000, 25)
            .weigh(stream -> stream == 99 ? 20 : 1);
    relay.edge();
    relay.settle(Duration.ofSeconds(30));
    Tally tally = relay.watch(Duration.ofSeconds(600));

    double share = THIN / 119.0;
    assertThat(relay.streams().subList(0, 99))
        .allSatisfy(
            stream ->
                assertThat(tally.bytesPerSecond(stream)).isCloseTo(share, withinPercentage(10)));
    assertThat(tally.longestGap())
        .as("%s", tally)
        .isLessThan(Duration.ofSeconds(Math.round(1.5 * 80_000 / share)));
    assertThat(tally.age(0.99)).as("%s", tally).isLessThan(Duration.ofMillis(700));
  }

  @Test
  void changesNothingWhenAllFits() {
    SimulatedRelay relay =
        relay(100_000_000, 5)
            .cameras(2, 50_000, 25)
            .cameras(2, 200_000, 10)
            .weigh(stream -> stream == 0 ? 100 : 1);
    relay.edge();
    relay.settle(Duration.ofSeconds(2));
    Tally tally = relay.watch(Duration.ofSeconds(60));

    assertThat(tally.framesPerSecond()).as("%s", tally).isGreaterThan(69.9);
    assertThat(tally.age(1))
        .as("one way, and what it takes to send three frames")
        .isLessThan(Duration.ofMillis(5 + 5));
  }

  private static SimulatedRelay relay(int bytesPerSecond, int millisEachWay) {
    return new SimulatedRelay(bytesPerSecond, Duration.ofMillis(millisEachWay));
  }

  /** What each stream gets in the long run. */
  private static List<Double> bytesPerSecond(SimulatedRelay relay) {
    relay.settle(Duration.ofSeconds(10));
    Tally tally = relay.watch(Duration.ofSeconds(240));
    return relay.streams().stream().map(tally::bytesPerSecond).toList();
  }
}
