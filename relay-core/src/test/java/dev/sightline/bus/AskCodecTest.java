package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AskCodecTest {

  private static final StreamId FRONT = new StreamId("front");

  private final AskCodec codec = new AskCodec();

  static Stream<Ask> asks() {
    return Stream.of(
        Ask.forFrame("4f1c", FRONT, 258, 3),
        Ask.leave("4f1c", FRONT, Long.MAX_VALUE),
        Ask.forPlace("4f1c", FRONT, 258).with(new Standing(true, "n".repeat(255))),
        Ask.probe("n".repeat(255), 0).numbered(Long.MAX_VALUE),
        Ask.forStretch("4f1c", FRONT, 258, 3, null),
        Ask.forStretch("4f1c", FRONT, 258, 3, new Bookmark(new Epoch(1_000, "4f1c"), 0)),
        Ask.forStretch(
            "n".repeat(255),
            new StreamId("s".repeat(63)),
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            new Bookmark(new Epoch(Long.MAX_VALUE, "n".repeat(255)), Long.MAX_VALUE)));
  }

  @Test
  void writesTheseBytes() {
    assertThat(hex(Ask.forFrame("4f1c", FRONT, 258, 3)))
        .isEqualTo(
            "04"
                + "00"
                + "00"
                + "0000000000000102"
                + "00000003"
                + "0000000000000000"
                + "04"
                + "34663163"
                + "05"
                + "66726f6e74"
                + "00");
    assertThat(hex(Ask.probe("4f1c", 3).numbered(259)))
        .isEqualTo(
            "04"
                + "01"
                + "00"
                + "0000000000000003"
                + "00000000"
                + "0000000000000103"
                + "04"
                + "34663163"
                + "00"
                + "00");
    assertThat(hex(Ask.leave("4f1c", FRONT, 0)))
        .isEqualTo(
            "04"
                + "02"
                + "00"
                + "0000000000000000"
                + "00000000"
                + "0000000000000000"
                + "04"
                + "34663163"
                + "05"
                + "66726f6e74"
                + "00");
  }

  @Test
  void writesTheseBytesOfWhereAnEdgeStands() {
    assertThat(hex(Ask.forPlace("e1", FRONT, 258).with(new Standing(true, "9a"))))
        .isEqualTo(
            "04"
                + "04"
                + "01"
                + "0000000000000102"
                + "00000000"
                + "0000000000000000"
                + "02"
                + "6531"
                + "05"
                + "66726f6e74"
                + "02"
                + "3961");
  }

  @Test
  void writesTheseBytesForAnOrderedStream() {
    Bookmark from = new Bookmark(new Epoch(1_000, "4f1c"), 772);
    String asked =
        "04"
            + "03"
            + "00"
            + "0000000000000102"
            + "00000003"
            + "0000000000000000"
            + "02"
            + "6531"
            + "0566726f6e74"
            + "00";
    assertThat(hex(Ask.forStretch("e1", FRONT, 258, 3, from)))
        .isEqualTo(asked + "0000000000000304" + "00000000000003e8" + "04" + "34663163");
    assertThat(hex(Ask.forStretch("e1", FRONT, 258, 3, null)))
        .isEqualTo(asked + "ffffffffffffffff");
  }

  @ParameterizedTest
  @MethodSource("asks")
  void readsWhatItWrote(Ask ask) {
    assertThat(codec.decodeFromWire(0, wire(ask))).isEqualTo(ask);
  }

  @ParameterizedTest
  @MethodSource("asks")
  void readsFromTheMiddleOfALargerBuffer(Ask ask) {
    Buffer message = Buffer.buffer("header").appendBuffer(wire(ask)).appendString("trailer");
    assertThat(codec.decodeFromWire("header".length(), message)).isEqualTo(ask);
  }

  @Test
  void refusesAnUnknownVersionWithASentence() {
    Buffer wire = wire(Ask.probe("4f1c", 0)).setByte(0, (byte) 200);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decodeFromWire(0, wire))
        .withMessage("an ask of version 200 is not understood here");
  }

  @Test
  void refusesANameThatItsLengthByteCannotHold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wire(Ask.probe("n".repeat(256), 0)))
        .withMessage("a name of 256 bytes is too long");
  }

  @Test
  void passesAsksOnOneNodeAsTheyAre() {
    Ask ask = Ask.probe("4f1c", 0);
    assertThat(codec.transform(ask)).isSameAs(ask);
  }

  private Buffer wire(Ask ask) {
    Buffer wire = Buffer.buffer();
    codec.encodeToWire(wire, ask);
    return wire;
  }

  private String hex(Ask ask) {
    return HexFormat.of().formatHex(wire(ask).getBytes());
  }
}
