package dev.sightline.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PausesTest {

  @Test
  void growFromAMinuteToADay() {
    Pauses pauses = new Pauses(() -> 0);
    assertThat(List.of(pauses.after(1), pauses.after(2), pauses.after(5), pauses.after(8)))
        .containsExactly(
            Duration.ofMinutes(1),
            Duration.ofMinutes(3),
            Duration.ofMinutes(81),
            Duration.ofDays(1));
    assertThat(pauses.after(1_000)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void areSomewhatLongerByChance() {
    Pauses pauses = new Pauses(() -> 1);
    assertThat(pauses.after(1)).isEqualTo(Duration.ofSeconds(72));
    assertThat(pauses.after(100)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void leaveRoomForFiveTriesInTheFirstHour() {
    Pauses pauses = new Pauses(() -> 0);
    List<Duration> tries = new ArrayList<>(List.of(Duration.ZERO));
    while (tries.get(tries.size() - 1).compareTo(Duration.ofHours(1)) < 0) {
      tries.add(tries.get(tries.size() - 1).plus(pauses.after(tries.size())));
    }
    assertThat(tries.size() - 1).isEqualTo(5);
  }
}
