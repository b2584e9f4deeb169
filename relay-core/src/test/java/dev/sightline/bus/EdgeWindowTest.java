package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EdgeWindowTest {

  private static final int FRAME = 100_000;
  private static final Duration NEAR = Duration.ofMillis(20);
  private static final Duration FAR = Duration.ofMillis(300);

  private final VirtualTime time = new VirtualTime();
  private EdgeWindow window = new EdgeWindow(time, 0);

  @Nested
  class Room {

    @Test
    void isThereForOneFrameOfAnySizeWhenNothingIsUnderWay() {
      assertThat(window.hasRoomFor(Integer.MAX_VALUE)).isTrue();
    }

    @Test
    void isForTwoOfTheLargestFramesAtFirst() {
      window.send(FRAME);
      assertThat(window.hasRoomFor(FRAME)).isTrue();
      assertThat(window.hasRoomFor(FRAME + 1)).isFalse();
      window.send(FRAME);
      assertThat(window.hasRoomFor(1)).isFalse();
    }

    @Test
    void comesBackWithTheAcknowledgement() {
      long first = window.send(FRAME);
      long second = window.send(FRAME);
      window.acknowledge(first, false);
      assertThat(window.underWay()).isEqualTo(FRAME);
      assertThat(window.hasRoomFor(FRAME)).isTrue();
      window.acknowledge(second, false);
      assertThat(window.underWay()).isZero();
    }

    @Test
    void isTakenUpByWhatCanBeCutWithoutGrowing() {
      window.send(FRAME, FRAME / 10);
      assertThat(window.width()).isEqualTo(FRAME / 5);
      assertThat(window.room()).as("more is under way than would fit").isZero();
      window.acknowledge(window.position(), false);
      assertThat(window.room()).isEqualTo(FRAME / 5);
    }

    @Test
    void followsTheLargestFrameOfLate() {
      exchange(10 * FRAME);
      assertThat(window.width()).isEqualTo(20 * FRAME);
      passSeconds(30);
      exchange(FRAME);
      assertThat(window.width()).isEqualTo(2 * FRAME);
    }
  }

  @Nested
  class Positions {

    @Test
    void goOnWhereTheEdgeStandsAfterTheWindowWasForgotten() {
      window = new EdgeWindow(time, 7_000_000);
      assertThat(window.underWay()).isZero();
      assertThat(window.send(FRAME)).isEqualTo(7_000_000 + FRAME);
      window.acknowledge(7_000_000 + FRAME, false);
      assertThat(window.underWay()).isZero();
    }

    @Test
    void ofALaterAnswerCoverTheOnesThatWereLost() {
      window.send(FRAME);
      long second = window.send(FRAME);
      window.acknowledge(second, false);
      assertThat(window.underWay()).isZero();
      assertThat(window.hasRoomFor(2 * FRAME)).isTrue();
    }

    @Test
    void thatGoBackChangeNothing() {
      long first = window.send(FRAME);
      window.acknowledge(first, false);
      window.send(FRAME);
      window.acknowledge(0, true);
      window.acknowledge(first, true);
      assertThat(window.underWay()).isEqualTo(FRAME);
    }

    @Test
    void beyondWhatWasSentCountAsAllOfIt() {
      long first = window.send(FRAME);
      window.acknowledge(first + 50_000_000, false);
      assertThat(window.underWay()).isZero();
      assertThat(window.send(FRAME)).isEqualTo(first + FRAME);
      assertThat(window.underWay()).isEqualTo(FRAME);
    }
  }

  @Nested
  class Width {

    @Test
    void growsWhileSomethingWaitsAndTheRoundTripIsShort() {
      fillFor(20, FAR);
      assertThat(window.width()).isGreaterThan(20 * FRAME);
    }

    @Test
    void staysWhenNothingWaits() {
      for (int i = 0; i < 20; i++) {
        fill();
        time.pass(FAR);
        window.acknowledge(window.position(), false);
      }
      assertThat(window.width()).isEqualTo(2 * FRAME);
    }

    @Test
    void learnsNothingOfQueuesFromTheFirstRoundTrip() {
      fillFor(1, FAR);
      assertThat(window.width()).isEqualTo(2 * FRAME);
    }

    @Test
    void shrinksWhenTheRoundTripGrows() {
      fillFor(20, NEAR);
      long before = window.width();
      fillFor(1, NEAR.plusMillis(60));
      assertThat(window.width()).isLessThan(before);
      fillFor(3, NEAR.plusMillis(150));
      assertThat(window.width()).isEqualTo(2 * FRAME);
    }

    @Test
    void shrinksAlsoWhenNothingWaits() {
      fillFor(20, NEAR);
      fill();
      time.pass(FAR);
      window.acknowledge(window.position(), false);
      assertThat(window.width()).isEqualTo(2 * FRAME);
    }

    /** A large frame takes long on a thin line; that must not make the small ones look fast. */
    @Test
    void doesNotGrowBecauseTheBaseWasTakenFromALargeFrame() {
      int large = 4 * FRAME;
      Duration onTheLine = Duration.ofMillis(800);
      for (int i = 0; i < 50; i++) {
        window.send(large);
        time.pass(onTheLine);
        window.acknowledge(window.position(), true);
      }
      assertThat(window.width()).isLessThan(3L * large);
    }

    @Test
    void fallsToWhatAThinnerUseNeedsWithinSeconds() {
      growToSixMegabytes();
      for (int second = 0; second < 15; second++) {
        exchange(FRAME);
        passSeconds(1);
      }
      assertThat(window.width()).isLessThanOrEqualTo(4 * FRAME);
    }

    @Test
    void keepsWhatIsUsed() {
      growToSixMegabytes();
      for (int second = 0; second < 60; second++) {
        fillFor(1, NEAR);
        passSeconds(1);
      }
      assertThat(window.width()).isGreaterThanOrEqualTo(6_000_000);
    }

    private void growToSixMegabytes() {
      for (int i = 0; i < 100 && window.width() < 6_000_000; i++) {
        fillFor(1, NEAR);
      }
      assertThat(window.width()).isBetween(6_000_000L, 12_000_000L);
    }

    @Test
    void isNeverMoreThanTheBound() {
      for (int i = 0; i < 200; i++) {
        fill();
        assertThat(window.underWay()).isLessThanOrEqualTo(EdgeWindow.MAX_WIDTH);
        time.pass(NEAR);
        window.acknowledge(window.position(), true);
      }
      assertThat(window.width()).isEqualTo(EdgeWindow.MAX_WIDTH);
    }

    @Test
    void isNeverMoreThanSoManyFrames() {
      for (int i = 0; i < 200; i++) {
        fill(100);
        assertThat(window.underWay()).isLessThanOrEqualTo(100L * EdgeWindow.MAX_FLIGHTS);
        time.pass(NEAR);
        window.acknowledge(window.position(), true);
      }
      assertThat(fill(100)).isEqualTo(EdgeWindow.MAX_FLIGHTS);
    }
  }

  @Nested
  class Base {

    @Test
    void isMeasuredAnewByLettingTheFlightDrain() {
      exchangeAfter(NEAR);
      window.send(FRAME);
      for (int second = 0; second < 16; second++) {
        keepOneUnderWay();
      }
      assertThat(window.hasRoomFor(1)).isFalse();
      window.acknowledge(window.position(), true);
      assertThat(window.hasRoomFor(1)).isTrue();
    }

    @Test
    void lasts15Seconds() {
      exchangeAfter(NEAR);
      window.send(FRAME);
      for (int second = 0; second < 14; second++) {
        keepOneUnderWay();
      }
      assertThat(window.hasRoomFor(FRAME)).isTrue();
    }

    @Test
    void lastsLongerWhileItIsSeenAgain() {
      for (int second = 0; second < 60; second++) {
        window.send(FRAME);
        time.pass(NEAR);
        window.acknowledge(window.position(), true);
        window.send(FRAME);
        passSeconds(1);
        assertThat(window.hasRoomFor(FRAME)).isTrue();
        window.acknowledge(window.position(), true);
      }
    }

    @Test
    void followsAWayThatHasBecomeLonger() {
      exchangeAfter(NEAR);
      fillFor(20, FAR);
      assertThat(window.width()).as("with the old base").isEqualTo(2 * FRAME);
      for (int second = 0; second < 20; second++) {
        passSeconds(1);
        fillFor(3, FAR);
      }
      assertThat(window.width()).isGreaterThan(20 * FRAME);
    }

    private void exchangeAfter(Duration roundTrip) {
      window.send(FRAME);
      time.pass(roundTrip);
      window.acknowledge(window.position(), true);
    }

    /** The next frame leaves before the one before is acknowledged, so the flight never drains. */
    private void keepOneUnderWay() {
      long before = window.position();
      window.send(FRAME);
      passSeconds(1);
      window.acknowledge(before, true);
    }
  }

  private void exchange(int bytes) {
    window.send(bytes);
    time.pass(NEAR);
    window.acknowledge(window.position(), false);
  }

  /** Sends as much as there is room for, and acknowledges it after a round trip. */
  private void fillFor(int rounds, Duration roundTrip) {
    for (int i = 0; i < rounds; i++) {
      fill();
      time.pass(roundTrip);
      window.acknowledge(window.position(), true);
    }
  }

  private void fill() {
    fill(FRAME);
  }

  private int fill(int bytes) {
    int frames = 0;
    while (window.hasRoomFor(bytes)) {
      window.send(bytes);
      frames++;
    }
    return frames;
  }

  private void passSeconds(int seconds) {
    for (int i = 0; i < seconds; i++) {
      time.pass(Duration.ofSeconds(1));
      window.everySecond();
    }
  }
}
