package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {

  private static final Answer WITH_FRAME =
      Answer.of(
          258,
          4,
          2,
          3_000,
          new Frame(
              new StreamId("front"),
              new Epoch(1_000, "4f1c"),
              7,
              2_000_000,
              Buffer.buffer(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9})));

  private static final Answer RELAYED =
      Answer.of(
          258,
          4,
          2,
          3_000,
          new Frame(
                  new StreamId("yard"),
                  new Epoch(500, "9a"),
                  33,
                  2_000_000,
                  Buffer.buffer(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9}))
              .relayedAs(new StreamId("front"), new Epoch(1_000, "4f1c"), 7));

  private static final Answer WITH_RUN =
      Answer.of(
          258,
          new StretchRun(
              new StreamId("front"),
              new Epoch(1_000, "4f1c"),
              772,
              List.of(0, 2),
              Buffer.buffer("abcd")));

  private final FrameCodec codec = new FrameCodec();

  static Stream<Answer> answers() {
    return Stream.of(
        WITH_FRAME,
        RELAYED,
        Answer.nothingYet(0),
        Answer.nothingYet(Long.MAX_VALUE),
        WITH_RUN,
        Answer.of(
            7,
            new StretchRun(
                new StreamId("s".repeat(63)),
                new Epoch(Long.MAX_VALUE, "n".repeat(255)),
                Long.MAX_VALUE / 2,
                List.of(),
                Buffer.buffer(new byte[70_000]))),
        Answer.over(7),
        Answer.elsewhere(7, new Place("n".repeat(255), EdgeTree.MOST_DEPTH)),
        Answer.of(
            1L << 40,
            -1,
            0,
            Long.MAX_VALUE,
            new Frame(
                new StreamId("s".repeat(63)),
                new Epoch(Long.MAX_VALUE, "n".repeat(255)),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Buffer.buffer(new byte[70_000]))));
  }

  @Test
  void writesTheseBytes() {
    assertThat(hex(WITH_FRAME))
        .isEqualTo(
            "04" // version
                + "01" // with a frame
                + "0000000000000102" // position
                + "0000000000000004" // previous
                + "00000002" // missed
                + "00000000000003e8" // epoch
                + "0000000000000007" // sequence
                + "00000000001e8480" // captured
                + "0000000000000bb8" // age
                + "00000004" // length
                + "05"
                + "66726f6e74" // stream
                + "04"
                + "34663163" // node
                + "ffd8ffd9");
    assertThat(hex(Answer.nothingYet(258)))
        .isEqualTo("04" + "00" + "0000000000000102" + "ffffffffffffffff" + "00000000");
  }

  @Test
  void writesTheseBytesOfAnEdgeThatIsToBeAsked() {
    assertThat(hex(Answer.elsewhere(258, new Place("4f1c", 2))))
        .isEqualTo(
            "04"
                + "05"
                + "0000000000000102"
                + "ffffffffffffffff"
                + "00000000"
                + "02" // depth
                + "04"
                + "34663163");
  }

  @Test
  void writesTheseBytesOfAFrameOfAnotherCluster() {
    assertThat(hex(RELAYED))
        .isEqualTo(
            "04" // version
                + "04" // with a frame of another cluster
                + "0000000000000102" // position
                + "0000000000000004" // previous
                + "00000002" // missed
                + "00000000000003e8" // epoch
                + "0000000000000007" // sequence
                + "00000000001e8480" // captured
                + "0000000000000bb8" // age
                + "00000004" // length
                + "05"
                + "66726f6e74" // stream
                + "04"
                + "34663163" // node
                + "00000000000001f4" // epoch of the origin
                + "0000000000000021" // sequence there
                + "02"
                + "3961" // node there
                + "ffd8ffd9");
  }

  @Test
  void writesTheseBytesOfAnOrderedStream() {
    assertThat(hex(WITH_RUN))
        .isEqualTo(
            "04" // version
                + "03" // with a run
                + "0000000000000102" // position
                + "ffffffffffffffff"
                + "00000000"
                + "00000000000003e8" // epoch
                + "0000000000000304" // position in the stream
                + "00000002" // starts
                + "00000004" // length
                + "05"
                + "66726f6e74" // stream
                + "04"
                + "34663163" // node
                + "00000000"
                + "00000002"
                + "61626364");
  }

  @ParameterizedTest
  @MethodSource("answers")
  void readsWhatItWrote(Answer answer) {
    assertThat(codec.decodeFromWire(0, wire(answer))).isEqualTo(answer);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void readsFromTheMiddleOfALargerBuffer(Answer answer) {
    Buffer message = Buffer.buffer("header").appendBuffer(wire(answer)).appendString("trailer");
    assertThat(codec.decodeFromWire("header".length(), message)).isEqualTo(answer);
  }

  @Test
  void readsThePictureWithoutCopyingIt() {
    Buffer wire = wire(WITH_FRAME);
    Frame read = codec.decodeFromWire(0, wire).frame();
    wire.setByte(wire.length() - 1, (byte) 'x');
    assertThat(read.jpeg().getByte(3)).isEqualTo((byte) 'x');
  }

  @Test
  void readsOrderedBytesWithoutCopyingThem() {
    Buffer wire = wire(WITH_RUN);
    StretchRun read = codec.decodeFromWire(0, wire).run();
    wire.setByte(wire.length() - 1, (byte) 'x');
    assertThat(read.bytes().toString()).isEqualTo("abcx");
  }

  @Test
  void takesNoMoreRoomOnTheWireThanItNeeds() {
    assertThat(answers().filter(answer -> answer.size() == 70_000))
        .hasSize(2)
        .map(this::wire)
        .allMatch(wire -> ((BufferImpl) wire).byteBuf().capacity() == wire.length());
  }

  @Test
  void refusesAnUnknownVersionWithASentence() {
    Buffer wire = wire(WITH_FRAME).setByte(0, (byte) 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decodeFromWire(0, wire))
        .withMessage("an answer of version 1 is not understood here");
  }

  @Test
  void passesAnswersOnOneNodeAsTheyAre() {
    assertThat(codec.transform(WITH_FRAME)).isSameAs(WITH_FRAME);
  }

  private Buffer wire(Answer answer) {
    Buffer wire = Buffer.buffer();
    codec.encodeToWire(wire, answer);
    return wire;
  }

  private String hex(Answer answer) {
    return HexFormat.of().formatHex(wire(answer).getBytes());
  }
}
