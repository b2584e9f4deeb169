package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Arrival;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutboundFrameTest {

  private final FrameMemory memory = new FrameMemory(1 << 20);
  private final Arrival arrival = TestFrames.arrival(3);
  private final Buffer jpeg = arrival.frame().jpeg();
  private final OutboundFrame frame = new OutboundFrame(arrival, memory);

  @AfterEach
  void nothingIsLeft() {
    frame.letGo();
    assertThat(memory.buffers()).isZero();
  }

  @Test
  void isAPartWithItsHeaderAndTheDelimiterOfTheNext() {
    Buffer expected =
        Buffer.buffer("Content-Type: image/jpeg\r\nContent-Length: 2000\r\n")
            .appendString("X-Timestamp: 1234567890.012345\r\n\r\n")
            .appendBuffer(jpeg)
            .appendString("\r\n--boundarydonotcross\r\n");

    assertThat(bytes(WireForm.PART)).isEqualTo(expected);
  }

  @Test
  void isABinaryMessage() {
    assertThat(bytes(WireForm.BINARY_MESSAGE))
        .isEqualTo(
            Buffer.buffer()
                .appendBytes(new byte[] {(byte) 0x82, 126})
                .appendUnsignedShort(2000)
                .appendBuffer(jpeg));
  }

  @Test
  void isATextMessageWithADataUrl() {
    String text = "data:image/jpg;base64," + Base64.getEncoder().encodeToString(jpeg.getBytes());

    assertThat(bytes(WireForm.TEXT_MESSAGE))
        .isEqualTo(
            Buffer.buffer()
                .appendBytes(new byte[] {(byte) 0x81, 126})
                .appendUnsignedShort(text.length())
                .appendString(text));
  }

  @ParameterizedTest
  @CsvSource({"1024,4,126", "65535,4,126", "65536,10,127", "200000,10,127"})
  void announcesTheLengthOfAMessageInAsManyBytesAsItTakes(int size, int header, int first) {
    Arrival sized = new Arrival(TestFrames.frame(TestFrames.FRONT, 0, size), 0, 0);
    OutboundFrame other = new OutboundFrame(sized, memory);
    Buffer message = copy(other.in(WireForm.BINARY_MESSAGE).orElseThrow());
    other.letGo();

    assertThat(message.length()).isEqualTo(header + size);
    assertThat(message.getUnsignedByte(1)).isEqualTo((short) first);
    if (header == 4) {
      assertThat(message.getUnsignedShort(2)).isEqualTo(size);
    } else if (header == 10) {
      assertThat(message.getLong(2)).isEqualTo(size);
    }
  }

  @ParameterizedTest
  @EnumSource
  void makesEachFormOnceAndOnlyWhenItIsNeeded(WireForm form) {
    assertThat(memory.buffers()).isZero();
    assertThat(frame.in(form).orElseThrow()).isSameAs(frame.in(form).orElseThrow());
    assertThat(memory.buffers()).isEqualTo(1);
  }

  @Test
  void staysInMemoryForAWriteThatIsUnderWay() {
    SharedBuffer part = frame.in(WireForm.PART).orElseThrow();
    ByteBuf underWay = part.forOneWrite();
    assertThat(frame.hold()).isTrue();
    frame.letGo();
    frame.letGo();

    assertThat(frame.hold()).as("nobody can take it up again").isFalse();
    assertThat(memory.buffers()).isEqualTo(1);
    assertThat(underWay.toString(StandardCharsets.ISO_8859_1)).contains("Content-Length: 2000");

    underWay.release();
    assertThat(memory.buffers()).isZero();
  }

  @Test
  void leavesThePictureAsItWas() {
    bytes(WireForm.PART);
    assertThat(bytes(WireForm.BINARY_MESSAGE).slice(4, 2004)).isEqualTo(jpeg);
    assertThat(jpeg).isEqualTo(TestFrames.arrival(3).frame().jpeg());
  }

  @Test
  void findsNoMemoryWhenItIsFull() {
    FrameMemory little = new FrameMemory(3_000);
    OutboundFrame first = new OutboundFrame(arrival, little);
    assertThat(first.in(WireForm.PART)).isPresent();
    assertThat(first.in(WireForm.BINARY_MESSAGE)).isEmpty();
    assertThat(little.isScarce()).isTrue();

    first.letGo();

    OutboundFrame second = new OutboundFrame(arrival, little);
    assertThat(second.in(WireForm.BINARY_MESSAGE)).isPresent();
    second.letGo();
    assertThat(little.isScarce()).isFalse();
  }

  @Test
  void knowsWhenItCame() {
    assertThat(frame.frame()).isSameAs(arrival.frame());
    assertThat(frame.arrivedAt()).isEqualTo(arrival.at());
  }

  private Buffer bytes(WireForm form) {
    return copy(frame.in(form).orElseThrow());
  }

  private static Buffer copy(SharedBuffer shared) {
    ByteBuf view = shared.forOneWrite();
    byte[] bytes = new byte[view.readableBytes()];
    view.readBytes(bytes);
    view.release();
    return Buffer.buffer(bytes);
  }
}
