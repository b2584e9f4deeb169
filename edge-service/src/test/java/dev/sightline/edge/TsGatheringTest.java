package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Stretch;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TsGatheringTest {

  private static final Epoch LATER = new Epoch(TestFrames.EPOCH.startedAt() + 1, "ingest");

  private final TsGathering gathering = new TsGathering();

  @Test
  void joinsWhatFollowsWithinATurn() {
    assertThat(gathering.add(stretch(0, 2, false))).isTrue();
    assertThat(gathering.add(stretch(2, 3, false))).isFalse();

    assertThat(drain()).containsExactly("0+5");
    assertThat(gathering.add(stretch(5, 1, false))).isTrue();
    assertThat(drain()).containsExactly("5+1");
  }

  @Test
  void beginsAMessageAtEachStart() {
    gathering.add(stretch(0, 2, true));
    gathering.add(stretch(2, 3, false));
    gathering.add(stretch(5, 1, true));
    gathering.add(stretch(6, 1, true));

    assertThat(drain()).containsExactly("start 0+5", "start 5+1", "start 6+1");
  }

  @Test
  void joinsNothingAcrossALoss() {
    gathering.add(stretch(0, 2, true));
    gathering.add(stretch(9, 1, false));
    gathering.add(new Stretch(TestFrames.MUSIC, LATER, 10L * TsMessage.PACKET, false, packets(1)));

    assertThat(drain()).containsExactly("start 0+2", "9+1", "10+1");
  }

  @Test
  void cutsWhatIsLarge() {
    gathering.add(stretch(0, 300, true));
    gathering.add(stretch(300, 500, false));

    assertThat(drain()).containsExactly("start 0+348", "348+348", "696+104");
  }

  @Test
  void tellsALengthByTwoBytes() {
    gathering.add(stretch(0, 348, true));

    gathering.drain(draft -> assertThat(draft.message()[0].length()).isEqualTo(4));
  }

  private List<String> drain() {
    List<String> messages = new ArrayList<>();
    gathering.drain(
        draft ->
            messages.add(
                "%s%d+%d"
                    .formatted(
                        draft.isStart() ? "start " : "",
                        draft.span().position() / TsMessage.PACKET,
                        draft.packets())));
    return messages;
  }

  private static Stretch stretch(int packet, int count, boolean isStart) {
    long position = (long) packet * TsMessage.PACKET;
    return new Stretch(TestFrames.MUSIC, TestFrames.EPOCH, position, isStart, packets(count));
  }

  private static Buffer packets(int count) {
    return Buffer.buffer(new byte[count * TsMessage.PACKET]);
  }
}
