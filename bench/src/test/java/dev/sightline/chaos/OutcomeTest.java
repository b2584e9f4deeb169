package dev.sightline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.chaos.Mark.Kind;
import dev.sightline.testkit.CameraVisit;
import dev.sightline.testkit.SeenFrame;
import dev.sightline.testkit.Stamp;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  private static final List<Mark> MARKS =
      List.of(
          new Mark(10_000, Kind.FAULT, "fault"),
          new Mark(40_000, Kind.HEALING, "healing"),
          new Mark(60_000, Kind.END, "end"));

  private final Track track = new Track("edge-1", "cam1");
  private int sequence;
  private List<CameraVisit> visits = List.of();
  private long outdated;
  private long lastSample = 59_900;

  @Test
  void aPictureThatWasHalfSentMayBeOldButNoOther() {
    Limit limit = Limit.of(Measure.OLDEST_BEGUN, 1_000).afterHealing(0);
    saw(40_100, 30_000);
    saw(40_200, 20);
    assertThat(violations(limit)).isEmpty();

    saw(40_300, 30_000);
    assertThat(violations(limit))
        .containsExactly(
            "oldest picture, but for the one that was half sent once healed 30.0 s, not at most 1.0 s");
  }

  @Test
  void picturesOfAnEarlierOwnerAreAViolation() {
    Limit limit = Limit.of(Measure.OUTDATED, 0);
    assertThat(violations(limit)).isEmpty();

    outdated = 3;
    assertThat(violations(limit)).hasSize(1);
  }

  @Test
  void anOwnerThatIsFoundLateIsAViolation() {
    Limit limit = Limit.of(Measure.NEW_CONNECTIONS, 0).afterHealing(10_000);
    visits = List.of(visit(45_000));
    assertThat(violations(limit)).isEmpty();

    visits = List.of(visit(45_000), visit(51_000));
    assertThat(violations(limit)).hasSize(1);
  }

  @Test
  void nothingIsMetWhenNodesWereNotLookedAtUntilTheEnd() {
    lastSample = 57_000;

    assertThat(violations(Limit.of(Measure.BROKEN, 0)))
        .containsExactly("the nodes' memory wasn't looked at until the end");
  }

  private List<String> violations(Limit limit) {
    Row row = Row.of("row", "fault", "demand", scene -> Optional.empty(), limit);
    List<Sample> samples = List.of(new Sample(lastSample, "edge-1", 100_000, 0));
    Evidence evidence =
        new Evidence(
            MARKS, List.of(), List.of(track), List.of(visits), List.of(), samples, outdated, "");
    return Outcome.of(row, evidence, 0).violations();
  }

  private void saw(long moment, long age) {
    Instant at = Instant.ofEpochMilli(moment);
    Optional<Stamp> stamp = Optional.of(new Stamp(sequence++, at.minusMillis(age), 2_000));
    track.saw(
        new SeenFrame(
            stamp, true, 2_000, at, MultiMap.caseInsensitiveMultiMap(), Optional.empty()));
  }

  private static CameraVisit visit(long begun) {
    return new CameraVisit("10.0.0.1", Instant.ofEpochMilli(begun), Optional.empty());
  }
}
