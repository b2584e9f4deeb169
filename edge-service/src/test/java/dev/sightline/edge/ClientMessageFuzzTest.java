package dev.sightline.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sightline.frame.StreamId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds whatever a client of {@code /streams} says. */
@Timeout(10)
class ClientMessageFuzzTest {

  /** Counts what it is told, and believes none of it. */
  private static final class Sceptic implements ClientMessage.Listener {

    private int calls;

    @Override
    public void watch(StreamId stream, FrameRateCap cap) {
      assertThat(StreamId.isValid(stream.name())).isTrue();
      calls++;
    }

    @Override
    public void unwatch(StreamId stream) {
      calls++;
    }

    @Override
    public void credit(int pictures) {
      assertThat(pictures).isBetween(1, PictureTurns.MOST_CREDITS);
      calls++;
    }

    @Override
    public void list() {
      calls++;
    }

    @Override
    public void ping(String id) {
      assertThat(id.length()).isLessThanOrEqualTo(64);
      calls++;
    }
  }

  static Stream<byte[]> messages() {
    return Stream.of(
            "{\"type\":\"watch\",\"stream\":\"front\",\"fps\":2.5}",
            "{\"type\":\"watch\",\"stream\":\"front\",\"fps\":1e999999999}",
            "{\"type\":\"unwatch\",\"stream\":\"front\"}",
            "{\"type\":\"credit\",\"pictures\":64}",
            "{\"type\":\"credit\",\"pictures\":9999999999999}",
            "{\"type\":\"list\"}",
            "{\"type\":\"ping\",\"id\":\"\\u0000\\ud800\"}",
            "{\"type\":{\"type\":\"list\"},\"type\":\"list\"}",
            "[".repeat(2000),
            "{\"a\":".repeat(800))
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("messages")
  @FuzzTest
  void isOneThingOrNone(byte[] input) {
    Sceptic sceptic = new Sceptic();
    try {
      ClientMessage.read(new String(input, UTF_8), sceptic);
      assertThat(sceptic.calls).isOne();
    } catch (BadMessageException e) {
      assertThat(sceptic.calls).isZero();
      assertThat(EdgeMessage.error(e).length()).as("what is said of it").isLessThan(400);
      assertThat(e.getMessage()).doesNotContain("Exception");
    }
  }
}
