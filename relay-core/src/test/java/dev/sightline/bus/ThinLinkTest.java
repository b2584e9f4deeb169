package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the window is for: fresh pictures over a link that can't take them all. The ingest's and the
 * edge's own code at the ends of a simulated link, in virtual time, so that a figure here is the
 * same on any machine.
 */
class ThinLinkTest {

  private static final int THIN = 500_000;
  private static final int FRAME = 100_000;
  private static final Duration NEAR = Duration.ofMillis(1);
  private static final Duration FAR = Duration.ofMillis(50);

  @ParameterizedTest
  @CsvSource({"20, 1", "100, 1", "20, 50", "100, 50"})
  void fillsAThinLinkWithFreshPictures(int streams, int millisEachWay) {
    SimulatedRelay relay =
        new SimulatedRelay(THIN, Duration.ofMillis(millisEachWay)).cameras(streams, FRAME, 10);
    SimulatedEdge edge = relay.edge();
    relay.settle(Duration.ofSeconds(5));
    Tally tally = relay.watch(Duration.ofSeconds(120));

    assertThat(tally.framesPerSecond()).as("%s", tally).isGreaterThanOrEqualTo(4.8);
    assertThat(tally.age(0.5)).as("%s", tally).isLessThan(ms(550));
    assertThat(tally.age(0.99)).as("%s", tally).isLessThan(ms(700));
    assertThat(tally.longestGap()).as("%s", tally).isLessThan(rounds(1.2, streams, 5));
    assertThat(edge.mostUnderWay()).isLessThanOrEqualTo(3 * FRAME);
  }

  @Test
  void startsAtOnceOnAThinLink() {
    SimulatedRelay relay = new SimulatedRelay(THIN, NEAR).cameras(20, FRAME, 10);
    relay.edge();
    Tally tally = relay.watch(Duration.ofSeconds(1));
    assertThat(tally.framesPerSecond()).as("%s", tally).isGreaterThanOrEqualTo(3);
  }

  @Test
  void givesAnAmpleLongLinkEveryFrameFromTheSecondSecondOn() {
    SimulatedRelay relay = new SimulatedRelay(100_000_000, FAR).cameras(4, 50_000, 25);
    relay.edge();
    relay.settle(Duration.ofSeconds(1));
    for (int second = 2; second < 60; second++) {
      Tally tally = relay.watch(Duration.ofSeconds(1));
      assertThat(tally.framesPerSecond()).as("second %s: %s", second, tally).isGreaterThan(88);
      assertThat(tally.age(0.99)).as("second %s: %s", second, tally).isLessThan(ms(80));
    }
    Tally tally = relay.watch(Duration.ofSeconds(60));
    assertThat(tally.framesPerSecond()).as("%s", tally).isGreaterThan(99);
  }

  @Test
  void getsGoingOnALinkAroundTheWorld() {
    SimulatedRelay relay = new SimulatedRelay(10_000_000, ms(150)).cameras(4, 50_000, 25);
    relay.edge();
    relay.settle(Duration.ofSeconds(10));
    Tally tally = relay.watch(Duration.ofSeconds(60));
    assertThat(tally.framesPerSecond()).as("%s", tally).isGreaterThan(98);
    assertThat(tally.age(0.99)).as("%s", tally).isLessThan(ms(200));
  }

  @ParameterizedTest
  @CsvSource({"5000000, 10, 48, 1500", "160000000, 25, 480, 4500"})
  void isFreshAgainSoonAfterALinkTurnedThin(
      int ample, int framesPerSecond, int expected, int oldestMillis) {
    SimulatedRelay relay = new SimulatedRelay(ample, ms(10)).cameras(20, FRAME, framesPerSecond);
    relay.edge();
    relay.settle(Duration.ofSeconds(20));

    relay.link().rate(THIN);
    Tally atFirst = relay.watch(Duration.ofSeconds(4));
    assertThat(atFirst.age(1)).as("%s", atFirst).isLessThan(ms(oldestMillis));
    Tally thin = relay.watch(Duration.ofSeconds(60));
    assertThat(thin.framesPerSecond()).as("%s", thin).isGreaterThanOrEqualTo(4.8);
    assertThat(thin.age(0.99)).as("%s", thin).isLessThan(ms(700));

    relay.link().rate(ample);
    relay.settle(Duration.ofSeconds(4));
    Tally restored = relay.watch(Duration.ofSeconds(30));
    assertThat(restored.framesPerSecond()).as("%s", restored).isGreaterThanOrEqualTo(expected);
  }

  @Test
  void givesSmallPicturesTheirShareBesideLargeOnes() {
    SimulatedRelay relay =
        new SimulatedRelay(THIN, ms(10)).cameras(5, 10_000, 10).cameras(5, 400_000, 10);
    SimulatedEdge edge = relay.edge();
    relay.settle(Duration.ofSeconds(5));
    Tally tally = relay.watch(Duration.ofSeconds(120));

    assertThat(tally.framesPerSecond()).as("%s", tally).isGreaterThan(20);
    Duration largeOne = Duration.ofSeconds(400_000 / (THIN / 10));
    assertThat(tally.longestGap())
        .as("%s", tally)
        .isLessThan(largeOne.multipliedBy(6).dividedBy(5));
    assertThat(tally.age(0.99)).as("%s", tally).isLessThan(ms(2000));
    assertThat(edge.mostUnderWay()).isLessThanOrEqualTo(2 * 400_000 + 5 * 10_000);
  }

  @ParameterizedTest
  @CsvSource({
    "500000, 2, 5, 1000",
    "500000, 4, 5, 2800",
    "5000000, 4, 50, 600",
    "20000000, 2, 200, 400"
  })
  void sharesALinkBetweenEdges(int rate, int edges, double frames, int oldestMillis) {
    SimulatedRelay relay = new SimulatedRelay(rate, ms(10)).cameras(20, FRAME, 10);
    for (int i = 0; i < edges; i++) {
      relay.edge();
      relay.settle(Duration.ofSeconds(3));
    }
    relay.settle(Duration.ofSeconds(10));
    List<Tally> tallies = relay.watchAll(Duration.ofSeconds(120));

    assertThat(tallies.stream().mapToDouble(Tally::framesPerSecond).sum())
        .as("%s", tallies)
        .isGreaterThan(0.97 * frames);
    assertThat(tallies)
        .allSatisfy(tally -> assertThat(tally.framesPerSecond()).isGreaterThan(frames / edges / 3))
        .allSatisfy(tally -> assertThat(tally.age(0.99)).isLessThan(ms(oldestMillis)))
        .allSatisfy(
            tally ->
                assertThat(tally.longestGap()).isLessThan(rounds(1.5, 20, frames / edges / 3)));
  }

  @Test
  void goesOnWhenAnswersVanishOnAThinLink() {
    SimulatedRelay relay = new SimulatedRelay(THIN, ms(10)).cameras(20, FRAME, 10);
    relay.edge();
    relay.link().lose(0.05);
    relay.settle(Duration.ofSeconds(5));
    Tally tally = relay.watch(Duration.ofSeconds(300));

    assertThat(tally.framesPerSecond()).as("%s", tally).isGreaterThan(4.4);
    assertThat(tally.age(0.99)).as("%s", tally).isLessThan(ms(700));
    assertThat(tally.longestGap()).as("%s", tally).isLessThan(rounds(5, 20, 5));
  }

  /** Far below the 15 s of an ask's expiry: a loss is noticed by the position of later answers. */
  @Test
  void replacesAsksThatVanishedBeforeTheyExpire() {
    SimulatedRelay relay = new SimulatedRelay(100_000_000, FAR).cameras(4, 50_000, 25);
    relay.edge();
    relay.link().lose(0.05);
    relay.settle(Duration.ofSeconds(5));
    Tally tally = relay.watch(Duration.ofSeconds(300));

    assertThat(tally.framesPerSecond()).as("%s", tally).isGreaterThan(90);
    assertThat(tally.longestGap()).as("%s", tally).isLessThan(Duration.ofSeconds(4));
  }

  /** How long so many turns of all streams take at this rate. */
  private static Duration rounds(double count, int streams, double framesPerSecond) {
    return Duration.ofMillis(Math.round(count * 1000 * streams / framesPerSecond) + 200);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }
}
