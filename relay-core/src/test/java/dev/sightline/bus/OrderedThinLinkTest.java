package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Ordered streams over links that are thin, long or lossy, alone and beside pictures: the ingest's
 * and the edge's own code in virtual time, as in {@link ThinLinkTest}.
 */
class OrderedThinLinkTest {

  private static final int THIN = 500_000;
  private static final int AMPLE = 100_000_000;
  private static final int CHUNK = 7 * 188;
  private static final int FRAME = 100_000;
  private static final Duration NEAR = Duration.ofMillis(10);
  private static final Duration FAR = Duration.ofMillis(50);
  private static final Duration BETWEEN_STARTS = Duration.ofSeconds(2);

  private final List<OrderedTally> tallies = new ArrayList<>();

  @AfterEach
  void holdAllToWhatATapPromises() {
    tallies.forEach(OrderedTally::assertNoMistakes);
  }

  @Test
  void keepsAStreamWholeBesidePicturesThatWouldFillTheLink() {
    SimulatedRelay relay = new SimulatedRelay(THIN, NEAR).cameras(10, FRAME, 10);
    SimulatedEdge edge = relay.edge();
    OrderedTally ordered = watch(relay, edge, 100_000);
    settle(relay);
    Tally frames = relay.watch(Duration.ofSeconds(120));

    assertThat(ordered.jumps()).as("%s", ordered).isZero();
    assertThat(ordered.bytesPerSecond()).as("%s", ordered).isGreaterThan(99_000);
    assertThat(ordered.oldest()).as("%s", ordered).isLessThan(ms(1200));
    assertThat(frames.framesPerSecond()).as("%s", frames).isGreaterThan(3.8);
    assertThat(frames.age(0.99)).as("%s", frames).isLessThan(ms(600));
    assertThat(edge.mostUnderWay()).isLessThanOrEqualTo(3 * FRAME);
  }

  @Test
  void letsPicturesMoveBesideStreamsThatWouldFillTheLink() {
    SimulatedRelay relay = new SimulatedRelay(THIN, NEAR).cameras(10, FRAME, 10);
    SimulatedEdge edge = relay.edge();
    for (int i = 0; i < 5; i++) {
      watch(relay, edge, 200_000);
    }
    settle(relay);
    Tally frames = relay.watch(Duration.ofSeconds(120));

    assertThat(frames.framesPerSecond()).as("%s", frames).isGreaterThan(2.5);
    assertThat(frames.age(0.99)).as("%s", frames).isLessThan(ms(600));
    assertThat(tallies)
        .allSatisfy(ordered -> assertThat(ordered.bytesPerSecond()).isGreaterThan(25_000))
        .allSatisfy(ordered -> assertThat(ordered.oldest()).isLessThan(ms(4000)));
  }

  @Test
  void deliversTheNewestThatFitOfAStreamThatIsTooMuchForItsLink() {
    SimulatedRelay relay = new SimulatedRelay(THIN, NEAR);
    OrderedTally ordered = watch(relay, relay.edge(), 800_000);
    settle(relay);
    relay.watch(Duration.ofSeconds(120));

    assertThat(ordered.jumps()).as("%s", ordered).isBetween(10, 60);
    assertThat(ordered.bytesPerSecond()).as("%s", ordered).isGreaterThan(0.8 * THIN);
    assertThat(ordered.oldest()).as("%s", ordered).isLessThan(ms(3500));
  }

  @Test
  void isFreshAgainAfterAnOutage() {
    SimulatedRelay relay = new SimulatedRelay(AMPLE, NEAR);
    OrderedTally ordered = watch(relay, relay.edge(), 500_000);
    settle(relay);

    relay.link().lose(1);
    relay.watch(Duration.ofSeconds(30));
    relay.link().lose(0);
    relay.watch(Duration.ofSeconds(3));
    assertThat(ordered.jumps()).as("%s", ordered).isEqualTo(1);
    assertThat(ordered.oldest()).as("%s", ordered).isLessThan(ms(2500));

    ordered.next();
    relay.watch(Duration.ofSeconds(30));
    assertThat(ordered.jumps()).as("%s", ordered).isZero();
    assertThat(ordered.oldest()).as("%s", ordered).isLessThan(ms(100));
  }

  @Test
  void losesNothingOverALongWay() {
    SimulatedRelay relay = new SimulatedRelay(AMPLE, FAR).cameras(4, 50_000, 25);
    OrderedTally ordered = watch(relay, relay.edge(), 2_000_000);
    settle(relay);
    Tally frames = relay.watch(Duration.ofSeconds(60));

    assertThat(ordered.jumps()).as("%s", ordered).isZero();
    assertThat(ordered.bytesPerSecond()).as("%s", ordered).isGreaterThan(1_980_000);
    assertThat(ordered.oldest()).as("%s", ordered).isLessThan(ms(200));
    assertThat(frames.framesPerSecond()).as("%s", frames).isGreaterThan(98);
  }

  @Test
  void asksAgainForWhatVanished() {
    SimulatedRelay relay = new SimulatedRelay(AMPLE, NEAR);
    OrderedTally ordered = watch(relay, relay.edge(), 500_000);
    settle(relay);
    relay.link().lose(0.02);
    relay.watch(Duration.ofSeconds(300));

    assertThat(ordered.jumps()).as("%s", ordered).isZero();
    assertThat(ordered.bytesPerSecond()).as("%s", ordered).isGreaterThan(490_000);
    assertThat(ordered.oldest()).as("%s", ordered).isLessThan(ms(3000));
  }

  private OrderedTally watch(SimulatedRelay relay, SimulatedEdge edge, int bytesPerSecond) {
    OrderedTally ordered = relay.watch(edge, relay.uploader(bytesPerSecond, CHUNK, BETWEEN_STARTS));
    tallies.add(ordered);
    return ordered;
  }

  private void settle(SimulatedRelay relay) {
    relay.settle(Duration.ofSeconds(10));
    tallies.forEach(OrderedTally::next);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }
}
