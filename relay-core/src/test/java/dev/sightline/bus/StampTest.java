package dev.sightline.bus;

import static dev.sightline.bus.Stretches.stretch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.Stretch;
import org.junit.jupiter.api.Test;

class StampTest {

  private static final StreamId FRONT = new StreamId("front");
  private static final Epoch OWN = new Epoch(900, "relay");
  private static final Epoch LATER = new Epoch(Frames.EPOCH.startedAt() + 1, "other");

  private final Stamp stamp = Stamp.of(OWN);

  @Test
  void countsBytesFromZeroAndGoesOnAsLongAsTheyDo() {
    Stretch first = stamp.on(stretch(FRONT, 5_000, 188, true));
    Stretch second = stamp.on(stretch(FRONT, 5_188, 376, false));

    assertThat(first.position()).isZero();
    assertThat(first.epoch()).isEqualTo(OWN);
    assertThat(first.isStart()).isTrue();
    assertThat(second.follows(first)).isTrue();
    assertThat(second.bytes()).isEqualTo(Stretches.bytes(Frames.EPOCH, 5_188, 376));
  }

  @Test
  void leavesAGapWhereThereIsOne() {
    Stretch first = stamp.on(stretch(FRONT, 0, 188, true));
    Stretch afterLoss = stamp.on(stretch(FRONT, 9_400, 188, true));
    Stretch ofAnother = stamp.on(stretch(FRONT, LATER, 9_588, 188, true));

    assertThat(afterLoss.position()).isGreaterThan(first.end());
    assertThat(ofAnother.position()).isGreaterThan(afterLoss.end());
    assertThat(ofAnother.epoch()).isEqualTo(OWN);
  }

  @Test
  void keepsAllNumbersIfItIsToKeepThem() {
    Stretch stretch = stretch(FRONT, 5_000, 188, true);
    assertThat(Stamp.KEPT.on(stretch)).isEqualTo(stretch);
    assertThat(Stamp.KEPT.on(Frames.frame(FRONT, 7))).isEqualTo(Frames.frame(FRONT, 7));
  }
}
