package dev.sightline.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class FrameTest {

  private static final StreamId YARD = new StreamId("yard");
  private static final StreamId FAR_YARD = new StreamId("eu-yard");
  private static final Epoch EARLY = new Epoch(1_000, "a");
  private static final Epoch LATE = new Epoch(2_000, "b");

  @Test
  void ofOneOwnerTheHigherNumberIsNewer() {
    assertThat(frame(EARLY, 4).isNewerThan(frame(EARLY, 3))).isTrue();
    assertThat(frame(EARLY, 3).isNewerThan(frame(EARLY, 3))).isFalse();
    assertThat(frame(EARLY, 2).isNewerThan(frame(EARLY, 3))).isFalse();
    assertThat(frame(EARLY, 0).isNewerThan(null)).isTrue();
  }

  @Test
  void ofTwoOwnersTheLaterOneIsNewerWhateverItsNumbers() {
    assertThat(frame(LATE, 0).isNewerThan(frame(EARLY, 99))).isTrue();
    assertThat(frame(EARLY, 99).isNewerThan(frame(LATE, 0))).isFalse();
  }

  @Test
  void aRelayedFrameKeepsItsOriginAndItsTime() {
    Frame relayed = frame(EARLY, 4).relayedAs(FAR_YARD, LATE, 0).relayedAs(YARD, LATE, 7);

    assertThat(relayed.isRelayed()).isTrue();
    assertThat(relayed.origin()).isEqualTo(new Origin(EARLY, 4));
    assertThat(relayed.capturedAt()).isEqualTo(77);
    assertThat(frame(EARLY, 4).isRelayed()).isFalse();
  }

  @Test
  void aFrameThatTwoOwnersRelayIsOneAndTheSame() {
    Frame first = frame(EARLY, 4).relayedAs(FAR_YARD, new Epoch(3_000, "c"), 70);
    Frame again = frame(EARLY, 4).relayedAs(FAR_YARD, new Epoch(4_000, "d"), 0);
    Frame next = frame(EARLY, 5).relayedAs(FAR_YARD, new Epoch(4_000, "d"), 1);

    assertThat(again.isNewerThan(first)).isFalse();
    assertThat(next.isNewerThan(first)).isTrue();
  }

  @Test
  void framesOfTwoOriginsAreOrderedByWhoRelaysThem() {
    Frame ofOne = frame(LATE, 70).relayedAs(FAR_YARD, new Epoch(3_000, "c"), 4);
    Frame ofAnother = frame(EARLY, 2).relayedAs(FAR_YARD, new Epoch(3_000, "c"), 5);

    assertThat(ofAnother.isNewerThan(ofOne)).isTrue();
  }

  private static Frame frame(Epoch epoch, long sequence) {
    return new Frame(YARD, epoch, sequence, 77, Buffer.buffer("jpeg"));
  }
}
