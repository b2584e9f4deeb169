package dev.sightline.ts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TsPacketsTest {

  private static final int NOISE = 2_000;
  private static final int COUNT = 20;

  private final List<Buffer> seen = new ArrayList<>();
  private final TsPackets packets =
      new TsPackets(
          NOISE,
          packet ->
              seen.add(Buffer.buffer().appendBytes(packet.bytes(), packet.at(), TsPacket.SIZE)));

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 187, 188, 189, 1_000, 100_000})
  void findsEveryPacketHoweverTheBytesAreSplit(int size) {
    Buffer bytes = stream();

    feed(Buffer.buffer("hello").appendBuffer(bytes), size);
    packets.end();

    assertThat(joined()).isEqualTo(bytes);
    assertThat(packets.skipped()).isEqualTo(5);
    assertThat(packets.packets()).isEqualTo(COUNT);
    assertThat(packets.received()).isEqualTo(bytes.length() + 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {192, 204})
  void readsPacketsThatHaveMoreBytes(int stride) {
    Buffer bytes = Buffer.buffer();
    for (int i = 0; i < COUNT; i++) {
      bytes.appendBuffer(stream().slice(i * 188, i * 188 + 188));
      bytes.appendBytes(new byte[i == COUNT - 1 ? 0 : stride - 188]);
    }

    feed(bytes, 500);
    packets.end();

    assertThat(joined()).isEqualTo(stream());
    assertThat(packets.skipped()).isZero();
  }

  @Test
  void skipsAPacketWhoseSyncByteIsLost() {
    Buffer bytes = stream();
    bytes.setByte(8 * 188, (byte) 0);

    feed(bytes, 1_000);
    packets.end();

    assertThat(packets.skipped()).isEqualTo(188);
    assertThat(joined())
        .isEqualTo(stream().slice(0, 8 * 188).copy().appendBuffer(stream(), 9 * 188, 11 * 188));
  }

  @Test
  void findsItsWayBackWhereBytesAreMissing() {
    Buffer bytes = stream().slice(0, 1_000).copy().appendBuffer(stream(), 1_100, 2_000);

    feed(bytes, 1_000);
    packets.end();

    assertThat(packets.skipped()).isEqualTo(188 - 100 + 92);
    assertThat(joined())
        .isEqualTo(stream().slice(0, 5 * 188).copy().appendBuffer(stream(), 6 * 188, 10 * 188));
  }

  @Test
  void findsTheLastPacketsOfAShortUpload() {
    feed(stream().slice(0, 3 * 188), 100);
    packets.end();

    assertThat(packets.packets()).isEqualTo(3);
  }

  @Test
  void refusesATextWithASentence() {
    feed(Buffer.buffer("GET out, this is Good text\n".repeat(30)), 100);

    assertThatThrownBy(packets::end)
        .isInstanceOf(TsException.class)
        .hasMessage("this is not MPEG-TS: there are no packets of 188 bytes in its 810 bytes");
  }

  @Test
  void refusesALongTextBeforeItsEnd() {
    assertThatThrownBy(() -> feed(Buffer.buffer("G".repeat(3) + "?".repeat(100_000)), 1_000))
        .isInstanceOf(TsException.class)
        .hasMessage(
            "this is not MPEG-TS: there are no packets of 188 bytes in its first 2000 bytes");
    assertThat(packets.received()).isLessThan(5_000);
  }

  @Test
  void refusesWhatStopsToBePackets() {
    feed(stream(), 1_000);

    assertThatThrownBy(() -> feed(Buffer.buffer(new byte[100_000]), 1_000))
        .hasMessage("this is no longer MPEG-TS: for 2000 bytes no packet has come");
  }

  private static Buffer stream() {
    TestTs ts = new TestTs().tables(TestTs.MPEG_1_VIDEO);
    for (int i = 2; i < COUNT; i++) {
      ts.picture(TestTs.FIRST_PID, i * 3_600L, TestTs.PICTURE);
    }
    return ts.bytes();
  }

  private Buffer joined() {
    Buffer joined = Buffer.buffer();
    seen.forEach(joined::appendBuffer);
    return joined;
  }

  private void feed(Buffer bytes, int size) {
    for (int at = 0; at < bytes.length(); at += size) {
      packets.handle(bytes.slice(at, Math.min(bytes.length(), at + size)));
    }
  }
}
