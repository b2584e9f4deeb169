package dev.sightline.ts;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds whatever is uploaded. */
@Timeout(10)
class TsInputFuzzTest {

  private static final int NOISE = 2_000;
  private static final int MUTATIONS = 40;

  /** A packet where a decoder can begin, with tables of two or three packets before it. */
  private static final int MOST_TABLES = 4;

  /** An upload that is right, and the same with a few bytes that aren't, always the same ones. */
  static Stream<byte[]> uploads() {
    Buffer right = right();
    Random random = new Random(6);
    Stream<byte[]> wrong =
        Stream.generate(
                () -> {
                  byte[] bytes = right.getBytes();
                  for (int i = random.nextInt(8); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                  }
                  return bytes;
                })
            .limit(MUTATIONS);
    return Stream.concat(Stream.of(right.getBytes(), new byte[0]), wrong);
  }

  private static Buffer right() {
    TestTs ts = new TestTs();
    for (int i = 0; i < 4; i++) {
      ts.tables(TestTs.MPEG_1_VIDEO, TestTs.MPEG_AUDIO).clock(TestTs.FIRST_PID, i * 9_000L);
      ts.picture(TestTs.FIRST_PID, i * 9_000L, TestTs.SEQUENCE_HEADER).more(TestTs.FIRST_PID);
      ts.sound(TestTs.SECOND_PID, i * 9_000L);
    }
    return ts.bytes();
  }

  @MethodSource("uploads")
  @FuzzTest
  void writesASoundStreamOrGivesUp(byte[] input) {
    Buffer bytes = Buffer.buffer(input);
    Outcome whole = upload(bytes, bytes::length);
    Random random = new Random(bytes.hashCode());
    Outcome split = upload(bytes, () -> 1 + random.nextInt(400));

    if (isInStep(input)) {
      assertThat(split).isEqualTo(whole);
    }
    assertSound(whole, input.length);
    assertSound(split, input.length);
  }

  /** Whether a torn packet is known for one depends on how much of what follows has come. */
  private static boolean isInStep(byte[] input) {
    for (int at = 0; at < input.length; at += TsPacket.SIZE) {
      if (input[at] != TsPacket.SYNC) {
        return false;
      }
    }
    return true;
  }

  private static void assertSound(Outcome outcome, int inputLength) {
    MixedStream out = new MixedStream();
    out.packets(outcome.bytes, false);
    assertThat(out.gaps()).isZero();
    assertThat(out.packets()).allMatch(packet -> packet.bytes()[packet.at()] == TsPacket.SYNC);
    assertThat(outcome.bytes.length()).isLessThanOrEqualTo(MOST_TABLES * inputLength);
  }

  private record Outcome(Buffer bytes, List<Integer> starts, String sentence, long skipped) {}

  private static Outcome upload(Buffer bytes, IntSupplier sizes) {
    MixedStream out = new MixedStream();
    TsInput input = new TsMixer(() -> 5_000, true, out).join(NOISE, () -> {});
    String sentence = "";
    try {
      int at = 0;
      while (at < bytes.length()) {
        int end = Math.min(bytes.length(), at + sizes.getAsInt());
        input.handle(bytes.slice(at, end));
        at = end;
      }
      input.end();
    } catch (TsException e) {
      sentence = e.getMessage();
    }
    input.close();
    return new Outcome(out.bytes(), out.starts(), sentence, input.skipped());
  }
}
