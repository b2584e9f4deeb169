package dev.sightline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.SeenFrame;
import dev.sightline.testkit.Stamp;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SilencesTest {

  private final Track track = new Track("viewer", "cam1");
  private int sequence;

  @Test
  void aSilenceLastsFromOnePictureToTheNextOne() {
    saw(1_000, 1_100, 4_000, 4_100);

    assertThat(Silences.longest(track, 1_000, 4_100)).isEqualTo(2_900);
  }

  @Test
  void theTimeUpToTheEndIsSilentToo() {
    saw(1_000, 1_100);

    assertThat(Silences.longest(track, 1_000, 9_100)).isEqualTo(8_000);
  }

  @Test
  void whoeverSawNothingWasSilentAllTheTime() {
    assertThat(Silences.longest(track, 1_000, 9_000)).isEqualTo(8_000);
  }

  @Test
  void whatIsOutsideDoesNotCount() {
    saw(1_000, 5_000, 5_100, 5_200, 9_000);

    assertThat(Silences.longest(track, 5_000, 5_200)).isEqualTo(100);
  }

  @Test
  void aRepeatOfTheSamePictureEndsNoSilence() {
    saw(1_000);
    sequence--;
    saw(3_000, 5_000);

    assertThat(Silences.longest(track, 1_000, 5_000)).isEqualTo(4_000);
  }

  @Test
  void onlySilencesThatAreNoticedAddUp() {
    saw(1_000, 1_100, 2_100, 2_500, 4_500);

    assertThat(Silences.total(track, 1_000, 4_500)).isEqualTo(3_000);
  }

  private void saw(long... moments) {
    for (long moment : moments) {
      Instant at = Instant.ofEpochMilli(moment);
      Optional<Stamp> stamp = Optional.of(new Stamp(sequence++, at, 2_000));
      track.saw(
          new SeenFrame(
              stamp, true, 2_000, at, MultiMap.caseInsensitiveMultiMap(), Optional.empty()));
    }
  }
}
