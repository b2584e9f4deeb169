package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {

  private static final Frame FRAME = TestFrames.arrival(37).frame();

  @Test
  void isAnotherOneForEachFrame() {
    Frame later =
        new Frame(
            FRAME.stream(),
            new Epoch(FRAME.epoch().startedAt() + 1, "ingest"),
            FRAME.sequence(),
            FRAME.capturedAt(),
            FRAME.jpeg());
    Frame elsewhere = TestFrames.frame(new StreamId("yard"), 37, 2_000);

    assertThat(EntityTag.of(FRAME)).isEqualTo("\"front.1f1koq134.11\"");
    assertThat(EntityTag.of(TestFrames.arrival(37).frame())).isEqualTo(EntityTag.of(FRAME));
    assertThat(EntityTag.of(TestFrames.arrival(38).frame())).isNotEqualTo(EntityTag.of(FRAME));
    assertThat(EntityTag.of(later)).isNotEqualTo(EntityTag.of(FRAME));
    assertThat(EntityTag.of(elsewhere)).isNotEqualTo(EntityTag.of(FRAME));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"front.1f1koq134.11\"",
        "W/\"front.1f1koq134.11\"",
        " \"front.1f1koq134.10\" ,  \"front.1f1koq134.11\" ",
        "\"of, another server\",W/\"front.1f1koq134.11\"",
        "*"
      })
  void isKnownToWhoNamesIt(String ifNoneMatch) {
    assertThat(EntityTag.isKnown(ifNoneMatch, FRAME)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "front.1f1koq134.11",
        "\"front.1f1koq134.12\"",
        "\"front.1f1koq134.1\", \"front.1f1koq134.111\"",
        "\"*\""
      })
  void isUnknownToWhoNamesOthers(String ifNoneMatch) {
    assertThat(EntityTag.isKnown(ifNoneMatch, FRAME)).isFalse();
  }

  @Test
  void isUnknownToWhoNamesNone() {
    assertThat(EntityTag.isKnown(null, FRAME)).isFalse();
  }
}
