package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.edge.Heartbeat.Advice;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

  private long now = 1_000;
  private final Heartbeat heartbeat = new Heartbeat(Duration.ofSeconds(30), () -> now);

  @Test
  void asksWhoHasBeenSilentForTenSeconds() {
    assertThat(after(7)).isEqualTo(Advice.NOTHING);
    assertThat(after(1)).isEqualTo(Advice.ASK);
  }

  @Test
  void asksOnceAndGivesUpAfterThirtySecondsOfSilence() {
    after(8);

    assertThat(after(1)).isEqualTo(Advice.NOTHING);
    assertThat(after(18)).isEqualTo(Advice.NOTHING);
    assertThat(after(1)).isEqualTo(Advice.GIVE_UP);
  }

  @Test
  void isContentWithAnythingThatIsSaid() {
    after(8);
    after(19);

    heartbeat.heard();

    assertThat(after(1)).isEqualTo(Advice.NOTHING);
    assertThat(after(7)).isEqualTo(Advice.ASK);
  }

  @Test
  void leavesWhoSpeaksAlone() {
    for (int second = 0; second < 100; second++) {
      heartbeat.heard();
      assertThat(after(1)).isEqualTo(Advice.NOTHING);
    }
  }

  @Test
  void asksNothingWhileSomethingIsUnderWay() {
    for (int second = 0; second < 100; second++) {
      now += Duration.ofSeconds(1).toNanos();
      assertThat(heartbeat.everySecond(true)).isEqualTo(Advice.NOTHING);
    }
  }

  @Test
  void asksAgainWhenThatHasLeftSinceTheAnswerMayHaveHadToWait() {
    after(8);
    for (int second = 0; second < 60; second++) {
      now += Duration.ofSeconds(1).toNanos();
      heartbeat.everySecond(true);
    }

    assertThat(after(1)).isEqualTo(Advice.ASK);
    assertThat(after(19)).isEqualTo(Advice.NOTHING);
    assertThat(after(1)).isEqualTo(Advice.GIVE_UP);
  }

  @Test
  void asksAfterAThirdOfAShortPatience() {
    Heartbeat impatient = new Heartbeat(Duration.ofSeconds(3), () -> now);
    now += Duration.ofSeconds(1).toNanos();
    assertThat(impatient.everySecond(false)).isEqualTo(Advice.ASK);

    now += Duration.ofSeconds(2).toNanos();
    assertThat(impatient.everySecond(false)).isEqualTo(Advice.GIVE_UP);
  }

  @Test
  void blamesNobodyForTheTimeInWhichNobodyLooked() {
    after(8);
    now += Duration.ofSeconds(45).toNanos();
    for (int turn = 0; turn < 45; turn++) {
      assertThat(heartbeat.everySecond(false)).isEqualTo(Advice.NOTHING);
    }

    assertThat(after(7)).isEqualTo(Advice.NOTHING);
    assertThat(after(1)).isEqualTo(Advice.ASK);
    assertThat(after(20)).isEqualTo(Advice.GIVE_UP);
  }

  /** What it advises in the last of these seconds. */
  private Advice after(int seconds) {
    Advice advice = Advice.NOTHING;
    for (int second = 0; second < seconds; second++) {
      now += Duration.ofSeconds(1).toNanos();
      advice = heartbeat.everySecond(false);
    }
    return advice;
  }
}
