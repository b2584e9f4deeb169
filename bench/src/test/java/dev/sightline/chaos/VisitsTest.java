package dev.sightline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.CameraVisit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VisitsTest {

  @Test
  void oneAfterTheOtherIsOneAtATime() {
    assertThat(Visits.seconds(List.of(visit(0, 5_000), visit(5_000, 9_000)), 0, 9_000)).isZero();
  }

  @Test
  void anOverlapOfABlinkIsNone() {
    assertThat(Visits.seconds(List.of(visit(0, 5_030), visit(5_000, 9_000)), 0, 9_000)).isZero();
  }

  @Test
  void aSecondOneBesideTheFirstIsCounted() {
    assertThat(Visits.seconds(List.of(visit(0, 6_000), visit(5_000, 9_000)), 0, 9_000)).isOne();
  }

  @Test
  void anOverlapBeforeTheTimeThatIsJudgedIsNot() {
    List<CameraVisit> visits = List.of(visit(0, 6_000), visit(5_000, 9_000));

    assertThat(Visits.seconds(visits, 6_000, 9_000)).isZero();
  }

  @Test
  void aConnectionThatHasNotEndedLastsOn() {
    CameraVisit open = new CameraVisit("10.0.0.1", Instant.ofEpochMilli(0), Optional.empty());

    assertThat(Visits.seconds(List.of(open, visit(5_000, 9_000)), 0, 9_000)).isOne();
  }

  @Test
  void beginningsAreCountedWithinTheTime() {
    List<CameraVisit> visits = List.of(visit(0, 1_000), visit(2_000, 3_000), visit(7_000, 8_000));

    assertThat(Visits.begun(visits, 1_000, 5_000)).isOne();
  }

  private static CameraVisit visit(long begun, long ended) {
    return new CameraVisit(
        "10.0.0.1", Instant.ofEpochMilli(begun), Optional.of(Instant.ofEpochMilli(ended)));
  }
}
