package dev.sightline.bus;

import static dev.sightline.bus.Stretches.stretch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import dev.sightline.frame.Stretch;
import org.junit.jupiter.api.Test;

class RecentStretchesTest {

  private static final StreamId FRONT = new StreamId("front");

  private final RecentStretches recent = new RecentStretches();
  private long end;

  @Test
  void keepsWhatCameSinceTheNewestStart() {
    add(10, false);
    assertThat(recent.joined()).isEmpty();
    add(10, true);
    add(10, false);
    add(10, true);
    add(10, false);
    assertThat(recent.joined()).containsExactly(stretch(FRONT, 30, 20, true));
    recent.clear();
    add(10, false);
    assertThat(recent.joined()).isEmpty();
  }

  @Test
  void joinsItToAsManyAsATapHasRoomFor() {
    add(188, true);
    while (end < StretchTap.MAX_BYTES - 1316) {
      add(1316, false);
    }
    assertThat(recent.joined()).hasSizeLessThan(StretchTap.MAX_STRETCHES / 2);
    assertThat(recent.joined()).allMatch(stretch -> stretch.size() <= StretchRing.MAX_RUN);
    assertThat(recent.joined().get(0).isStart()).isTrue();
    assertThat(recent.joined().stream().mapToLong(Stretch::size).sum()).isEqualTo(end);
  }

  @Test
  void letsGoWhatIsTooMuchUntilTheNextStart() {
    add(1, true);
    for (int i = 0; i < 16; i++) {
      add(256 << 10, false);
    }
    assertThat(recent.joined()).isEmpty();
    add(10, false);
    assertThat(recent.joined()).isEmpty();
    add(10, true);
    assertThat(recent.joined()).hasSize(1);
  }

  private void add(int size, boolean isStart) {
    recent.add(stretch(FRONT, end, size, isStart));
    end += size;
  }
}
