package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A line that is to carry less than it could. */
class RateLimitTest {

  private static final int RATE = 250_000;
  private static final int AMPLE = 12_500_000;
  private static final Duration WINDOW = Duration.ofSeconds(2);

  /** The ingest's and the edge's own code in virtual time, as in {@link ThinLinkTest}. */
  @Nested
  class OnALink {

    @ParameterizedTest
    @CsvSource({"20, 50000, 10, 1", "20, 50000, 10, 80", "3, 10000, 25, 40", "2, 300000, 5, 10"})
    void sendsNoMoreThanAllowedAndNoLessAndNothingOld(
        int cameras, int frame, int framesPerSecond, int millisEachWay) {
      SimulatedRelay relay =
          new SimulatedRelay(AMPLE, Duration.ofMillis(millisEachWay))
              .cameras(cameras, frame, framesPerSecond)
              .limit(RATE);
      SimulatedEdge edge = relay.edge();
      Tally first = relay.watch(Duration.ofSeconds(10));
      Tally tally = relay.watch(Duration.ofSeconds(120));

      assertThat(edge.mostSentWithin(WINDOW)).isLessThanOrEqualTo(2 * RATE + 2 * frame);
      assertThat(tally.framesPerSecond() * frame).as("%s", tally).isGreaterThan(0.97 * RATE);
      Duration onTheWay =
          Duration.ofMillis(millisEachWay + 2 * 1000L * frame / AMPLE + 1000 / framesPerSecond + 5);
      assertThat(tally.age(1)).as("%s", tally).isLessThan(onTheWay);
      assertThat(first.age(1)).as("%s", first).isLessThan(onTheWay);
      assertThat(tally.longestGap())
          .as("%s", tally)
          .isLessThan(Duration.ofMillis(1500L * cameras * frame / RATE + 200));
    }

    @Test
    void dividesWhatIsAllowedByWeights() {
      SimulatedRelay relay =
          new SimulatedRelay(AMPLE, Duration.ofMillis(40))
              .cameras(2, 40_000, 25)
              .weigh(stream -> stream == 0 ? 3 : 1)
              .limit(RATE);
      relay.edge();
      relay.settle(Duration.ofSeconds(5));
      Tally tally = relay.watch(Duration.ofSeconds(120));

      StreamId heavy = relay.streams().get(0);
      assertThat(tally.bytesPerSecond(heavy)).as("%s", tally).isBetween(0.72 * RATE, 0.78 * RATE);
    }

    @Test
    void holdsForOrderedStreamsAsWellWhichGetAllThatFits() {
      SimulatedRelay relay =
          new SimulatedRelay(AMPLE, Duration.ofMillis(10)).cameras(5, 50_000, 10).limit(RATE);
      SimulatedEdge edge = relay.edge();
      OrderedTally ordered =
          relay.watch(edge, relay.uploader(60_000, 7 * 188, Duration.ofSeconds(2)));
      relay.settle(Duration.ofSeconds(10));
      ordered.next();
      Tally frames = relay.watch(Duration.ofSeconds(120));

      assertThat(edge.mostSentWithin(WINDOW)).isLessThanOrEqualTo(2 * RATE + 2 * 50_000);
      assertThat(ordered.jumps()).as("%s", ordered).isZero();
      assertThat(ordered.bytesPerSecond()).as("%s", ordered).isGreaterThan(59_000);
      assertThat(ordered.oldest()).as("%s", ordered).isLessThan(Duration.ofMillis(1200));
      assertThat(frames.framesPerSecond()).as("%s", frames).isGreaterThan(3.5);
      ordered.assertNoMistakes();
    }

    @Test
    void cutsTheAnswersOfAnOrderedStreamToWhatIsAllowed() {
      SimulatedRelay relay = new SimulatedRelay(AMPLE, Duration.ofMillis(10)).limit(RATE);
      SimulatedEdge edge = relay.edge();
      OrderedTally ordered =
          relay.watch(edge, relay.uploader(2 * RATE, 7 * 188, Duration.ofSeconds(1)));
      relay.settle(Duration.ofSeconds(60));

      assertThat(edge.mostSentWithin(WINDOW)).isLessThanOrEqualTo(2 * RATE + 2 * StretchPull.LEAST);
      assertThat(ordered.bytesPerSecond()).as("%s", ordered).isGreaterThan(0.95 * RATE);
      ordered.assertNoMistakes();
    }

    @Test
    void changesNothingWhereLessIsNeeded() {
      SimulatedRelay relay =
          new SimulatedRelay(AMPLE, Duration.ofMillis(10)).cameras(4, 10_000, 10).limit(600_000);
      relay.edge();
      relay.settle(Duration.ofSeconds(2));
      Tally tally = relay.watch(Duration.ofSeconds(60));

      assertThat(tally.framesPerSecond()).as("%s", tally).isGreaterThan(39.9);
      assertThat(tally.age(1)).as("%s", tally).isLessThan(Duration.ofMillis(14));
    }
  }

  /** The publisher alone, and nothing happens but what is told. */
  @Nested
  class AtThePublisher {

    private final VirtualTime time = new VirtualTime();
    private final List<Answer> answers = new ArrayList<>();
    private boolean mayServe = true;
    private final FramePublisher publisher =
        new FramePublisher(time, new RelayMetrics(new SimpleMeterRegistry()), () -> mayServe);

    @BeforeEach
    void publishFourFramesAtOnceOfWhichTwoMayLeave() {
      publisher.limit(time.timers(), 1000);
      for (int camera = 0; camera < 4; camera++) {
        publisher.open(stream(camera), () -> {});
        ask(camera);
        ask(camera);
      }
      publisher.publish(Frames.frame(stream(0), 0, 500));
      time.pass(Duration.ofSeconds(60));
      publishToAll(1);
      assertThat(answers).hasSize(1 + 2);
    }

    @Test
    void sendsTheNextAsSoonAsItMay() {
      time.pass(Duration.ofMillis(499));
      assertThat(answers).hasSize(3);
      time.pass(Duration.ofMillis(2));
      assertThat(answers).hasSize(4);
      acknowledge();
      time.pass(Duration.ofMillis(498));
      assertThat(answers).hasSize(4);
      time.pass(Duration.ofMillis(4));
      assertThat(answers).hasSize(5);
    }

    @Test
    void sendsWhatIsNewestThen() {
      time.pass(Duration.ofMillis(400));
      publisher.publish(Frames.frame(stream(2), 7, 500));
      assertThat(answers).hasSize(3);
      time.pass(Duration.ofMillis(200));
      assertThat(answers.get(3).frame().sequence()).isEqualTo(7);
    }

    @Test
    void savesUpNoMoreThanAFrame() {
      time.pass(Duration.ofSeconds(1));
      acknowledge();
      time.pass(Duration.ofSeconds(60));
      assertThat(answers).hasSize(5);
      for (int camera = 0; camera < 4; camera++) {
        ask(camera);
      }
      publishToAll(2);
      assertThat(answers).hasSize(5 + 2);
    }

    @Test
    void sendsNothingWhileItMayNotServe() {
      mayServe = false;
      time.pass(Duration.ofSeconds(60));
      assertThat(answers).hasSize(3);
      mayServe = true;
      acknowledge();
      assertThat(answers).hasSize(5);
    }

    @Test
    void sendsAllThatWaitsWhenThereIsNoLimitAnyMore() {
      publisher.limit(time.timers(), 0);
      acknowledge();
      assertThat(answers).hasSize(5);
      time.pass(Duration.ofSeconds(60));
      assertThat(answers).hasSize(5);
    }

    @Test
    void goesByAnotherLimitFromThenOn() {
      publisher.limit(time.timers(), 10_000);
      acknowledge();
      assertThat(answers).as("nothing is saved up yet").hasSize(4);
      time.pass(Duration.ofMillis(52));
      assertThat(answers).hasSize(5);
    }

    private StreamId stream(int camera) {
      return new StreamId("camera-" + camera);
    }

    private void ask(int camera) {
      publisher.handle(Ask.forFrame("edge", stream(camera), 0, 1), answers::add);
    }

    private void publishToAll(int sequence) {
      for (int camera = 0; camera < 4; camera++) {
        acknowledge();
        publisher.publish(Frames.frame(stream(camera), sequence, 500));
      }
      acknowledge();
    }

    /** The edge has got all answers, so that the window is open. */
    private void acknowledge() {
      publisher.handle(Ask.probe("edge", 500L * answers.size()), answer -> {});
    }
  }
}
