package dev.sightline.bus;

import static dev.sightline.bus.Frames.EPOCH;
import static dev.sightline.bus.Stretches.stretch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sightline.frame.StreamId;
import dev.sightline.frame.Stretch;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class StretchRunTest {

  private static final StreamId FRONT = new StreamId("front");

  @Test
  void joinsStretchesAndDividesThemAtStartsOnly() {
    StretchRun run =
        StretchRun.of(
            List.of(
                stretch(FRONT, 1000, 10, false),
                stretch(FRONT, 1010, 20, false),
                stretch(FRONT, 1030, 5, true),
                stretch(FRONT, 1035, 5, false),
                stretch(FRONT, 1040, 1, true)));
    assertThat(run.starts()).containsExactly(30, 40);
    assertThat(run.bytes()).isEqualTo(Stretches.bytes(EPOCH, 1000, 41));
    assertThat(run.end()).isEqualTo(new Bookmark(EPOCH, 1041));
    assertThat(run.stretches())
        .containsExactly(
            stretch(FRONT, 1000, 30, false),
            stretch(FRONT, 1030, 10, true),
            stretch(FRONT, 1040, 1, true));
  }

  @Test
  void beginsWithAStartWhereItsFirstStretchDoes() {
    List<Stretch> stretches = List.of(stretch(FRONT, 7, 3, true), stretch(FRONT, 10, 3, true));
    assertThat(StretchRun.of(stretches).stretches()).isEqualTo(stretches);
  }

  @Test
  void doesNotCopyAStretchThatIsAlone() {
    Stretch alone = stretch(FRONT, 7, 3, false);
    assertThat(StretchRun.of(List.of(alone)).bytes()).isSameAs(alone.bytes());
    assertThat(StretchRun.of(List.of(alone)).stretches()).containsExactly(alone);
  }

  @Test
  void refusesAStretchWithoutBytesOrPosition() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Stretch(FRONT, EPOCH, 5, true, Buffer.buffer()))
        .withMessage("a stretch of 0 bytes at 5 is none");
    assertThatIllegalArgumentException().isThrownBy(() -> stretch(FRONT, -1, 1, true));
  }
}
