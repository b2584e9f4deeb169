package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamStatusTest {

  private static final StreamStatus STATUS =
      new StreamStatus(
          new StreamId("front"),
          StreamKind.PICTURES,
          StreamState.LIVE,
          1_700_000_000_000L,
          "it said goodbye",
          "http://camera",
          70,
          8_000_000_000L,
          9,
          3,
          1_920,
          1_080,
          1_700_000_000_000_123L);

  @Test
  void crossesTheBusUnchanged() {
    JsonObject received = new JsonObject(STATUS.toJson().encode());

    assertThat(StreamStatus.fromJson(received)).isEqualTo(STATUS);
  }

  @Test
  void keepsNoMoreThanABitOfWhatAnotherPlaceSays() {
    JsonObject talkative = STATUS.toJson().put("reason", "x".repeat(70_000));

    assertThat(StreamStatus.fromJson(talkative).reason()).isEqualTo("x".repeat(1_000));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> StreamStatus.fromJson(STATUS.toJson().put("hops", hops("x".repeat(64), 1))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StreamStatus.fromJson(STATUS.toJson().put("hops", hops("x", 17))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StreamStatus.fromJson(STATUS.toJson().put("hops", hops("x\n", 1))));
    assertThat(StreamStatus.fromJson(STATUS.toJson().put("reason", "a\u202eb")).reason())
        .isEqualTo("a b");
    assertThat(StreamStatus.fromJson(STATUS.toJson().put("hops", hops("x", 16))).hops())
        .hasSize(16);
  }

  private static JsonArray hops(String name, int count) {
    return new JsonArray(Collections.nCopies(count, name));
  }

  @Test
  void tellsAnotherRegionNothingNewWhilePicturesGoOnComing() {
    JsonObject later =
        STATUS.toJson().put("frames", 71).put("bytes", 9L).put("connects", 10).put("newestAt", 5L);
    StreamStatus told = STATUS.passedOn("another region", List.of("eu"), true);

    assertThat(StreamStatus.fromJson(later).passedOn("another region", List.of("eu"), true))
        .isEqualTo(told);
    assertThat(told.hops()).containsExactly("eu");
    assertThat(told.source()).isEqualTo("another region");
    assertThat(told.away()).isFalse();
  }

  @Test
  void tellsAnotherRegionThatNobodyHasAWayToIt() {
    StreamStatus orphan = STATUS.passedOn("another region", List.of("eu"), false);

    assertThat(orphan.away()).isTrue();
    assertThat(StreamStatus.fromJson(new JsonObject(orphan.toJson().encode()))).isEqualTo(orphan);
    assertThat(orphan.passedOn("another region", List.of("eu", "us"), true).away()).isTrue();
  }

  @Test
  void understandsAnOlderNode() {
    JsonObject older = STATUS.toJson();
    List.of("position", "width", "height", "newestAt").forEach(older::remove);

    StreamStatus status = StreamStatus.fromJson(older);

    assertThat(status.frames()).isEqualTo(70);
    assertThat(List.of(status.position(), status.width(), status.height())).containsOnly(0);
    assertThat(status.newestAt()).isZero();
  }
}
