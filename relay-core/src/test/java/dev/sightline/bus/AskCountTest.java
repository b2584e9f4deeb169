package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AskCountTest {

  private final VirtualTime time = new VirtualTime();
  private final AskCount asks = new AskCount();

  @Test
  void beginsWithTwo() {
    assertThat(asks.wanted()).isEqualTo(2);
  }

  @Test
  void wantsOneMoreForEachAnswerThatMissedFrames() {
    answered(1, 0);
    answered(30, 0);
    assertThat(asks.wanted()).isEqualTo(4);
  }

  @Test
  void neverWantsMoreThanTheIngestHolds() {
    missFor(100);
    assertThat(asks.wanted()).isEqualTo(Pull.MAX_ASKS);
  }

  @Test
  void wantsOneLessWhenTwoLieIdleForLong() {
    missFor(4);
    idleFor(Duration.ofSeconds(6), 2);
    assertThat(asks.wanted()).isEqualTo(5);
    idleFor(Duration.ofSeconds(6), 2);
    assertThat(asks.wanted()).isEqualTo(4);
  }

  @Test
  void keepsThemWhileOneAtMostIsIdleNowAndThen() {
    missFor(4);
    for (int i = 0; i < 10; i++) {
      idleFor(Duration.ofSeconds(4), 3);
      idleFor(Duration.ofSeconds(1), 1);
    }
    assertThat(asks.wanted()).isEqualTo(6);
  }

  @Test
  void neverWantsLessThanTwo() {
    idleFor(Duration.ofMinutes(5), 2);
    assertThat(asks.wanted()).isEqualTo(2);
  }

  private void missFor(int answers) {
    for (int i = 0; i < answers; i++) {
      answered(1, 0);
    }
  }

  /** Ten answers a second that leave this many asks open. */
  private void idleFor(Duration duration, int stillOpen) {
    Duration step = Duration.ofMillis(100);
    for (Duration past = Duration.ZERO; past.compareTo(duration) < 0; past = past.plus(step)) {
      time.pass(step);
      answered(0, stillOpen);
    }
  }

  private void answered(int missed, int stillOpen) {
    asks.answered(missed, stillOpen, time.getAsLong());
  }
}
