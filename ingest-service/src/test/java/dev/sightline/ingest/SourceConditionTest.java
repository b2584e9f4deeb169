package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamState;
import org.junit.jupiter.api.Test;

class SourceConditionTest {

  private long now = 5;
  private final SourceCondition condition =
      new SourceCondition(
          new CameraConfig(
              new StreamId("front"), SourceUrl.parse("http://camera/"), SourcePolicy.DEFAULT),
          (before, next) -> {},
          () -> now);

  @Test
  void isAtRestUntilItIsUsedAndAWhileAfterIt() {
    assertThat(condition.isAtRest()).isTrue();
    condition.become(StreamState.CONNECTING, null);
    now += 2 * SourceCondition.REST_NANOS;
    assertThat(condition.isAtRest()).isFalse();
    condition.become(StreamState.IDLE, null);
    now += SourceCondition.REST_NANOS - 1;
    assertThat(condition.isAtRest()).isFalse();
    now += 1;
    assertThat(condition.isAtRest()).isTrue();
  }
}
