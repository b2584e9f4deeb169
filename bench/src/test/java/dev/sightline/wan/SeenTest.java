package dev.sightline.wan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.chaos.Track;
import dev.sightline.testkit.SeenFrame;
import dev.sightline.testkit.Stamp;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeenTest {

  private static final int SIZE = 40_000;

  private final Track one = new Track("edge-1", "yard");
  private final Track other = new Track("edge-2", "yard");
  private final Seen seen = new Seen(List.of(one, other), 10_000, 20_000);

  @Test
  void countsNewPicturesOfTheTimeOnly() {
    saw(one, 9_000, 1, 50);
    saw(one, 11_000, 2, 50);
    saw(one, 12_000, 2, 1_050);
    saw(one, 19_000, 3, 50);
    saw(one, 21_000, 4, 50);
    saw(other, 11_000, 2, 50);

    assertThat(seen.leastRate()).isEqualTo(0.1);
    assertThat(seen.totalRate()).isEqualTo(0.3);
  }

  @Test
  void knowsTheMedianAndTheOldest() {
    saw(one, 11_000, 1, 70);
    saw(one, 12_000, 2, 80);
    saw(other, 12_000, 2, 900);

    assertThat(seen.age(0.5)).isEqualTo(80);
    assertThat(seen.age(1)).isEqualTo(900);
  }

  @Test
  void countsWhatComesTwiceOrAfterANewerOne() {
    saw(one, 11_000, 5, 50);
    saw(one, 11_100, 5, 150);
    saw(one, 11_200, 4, 300);
    saw(one, 11_300, 6, 50);
    saw(other, 11_300, 4, 50);

    assertThat(seen.outOfTurn()).isEqualTo(2);
  }

  @Test
  void isFreshWhenTheLastViewerHasHadAYoungPicture() {
    saw(one, 11_000, 1, 50);
    saw(other, 12_000, 1, 1_050);
    saw(other, 13_500, 2, 500);

    assertThat(seen.freshAfter()).isEqualTo(3_500);
  }

  private static void saw(Track track, long at, int sequence, long age) {
    Instant arrived = Instant.ofEpochMilli(at);
    Stamp stamp = new Stamp(sequence, arrived.minusMillis(age), SIZE);
    track.saw(
        new SeenFrame(
            Optional.of(stamp),
            true,
            SIZE,
            arrived,
            MultiMap.caseInsensitiveMultiMap(),
            Optional.empty()));
  }
}
