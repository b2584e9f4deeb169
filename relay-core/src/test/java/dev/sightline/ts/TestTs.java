package dev.sightline.ts;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Writes a transport stream by hand, packet by packet, with ffmpeg's PIDs. */
final class TestTs {

  static final int PMT_PID = 0x1000;
  static final int FIRST_PID = 0x100;
  static final int SECOND_PID = 0x101;
  static final int MPEG_1_VIDEO = 0x01;
  static final int MPEG_AUDIO = 0x03;
  static final int DATA = 0x05;

  /** What a group of pictures begins with in MPEG-1. */
  static final int SEQUENCE_HEADER = 0xB3;

  /** What any other picture begins with. */
  static final int PICTURE = 0x00;

  private final Buffer bytes = Buffer.buffer();
  private final Map<Integer, Integer> counters = new HashMap<>();

  Buffer bytes() {
    return bytes.copy();
  }

  /** The tables of a program whose streams have these types and the PIDs from 0x100 on. */
  TestTs tables(int... types) {
    Buffer program = Buffer.buffer().appendUnsignedShort(1).appendUnsignedShort(0xE000 | PMT_PID);
    section(0, 0, program);
    Buffer map = Buffer.buffer().appendUnsignedShort(0xE000 | FIRST_PID);
    map.appendUnsignedShort(0xF000);
    for (int i = 0; i < types.length; i++) {
      map.appendUnsignedByte((short) types[i]).appendUnsignedShort(0xE000 | FIRST_PID + i);
      map.appendUnsignedShort(0xF000);
    }
    section(PMT_PID, 2, map);
    return this;
  }

  private void section(int pid, int table, Buffer content) {
    Buffer section = Buffer.buffer().appendUnsignedByte((short) table);
    section.appendUnsignedShort(0xB000 | content.length() + 9).appendUnsignedShort(1);
    section.appendUnsignedByte((short) 0xC1).appendUnsignedShort(0).appendBuffer(content);
    section.appendInt(Crc32.of(section.getBytes(), section.length()));
    Buffer payload = Buffer.buffer().appendByte((byte) 0).appendBuffer(section);
    byte[] stuffing = new byte[184 - payload.length()];
    Arrays.fill(stuffing, (byte) 0xFF);
    packet(pid, true, payload.appendBytes(stuffing));
  }

  /** A picture in one packet, which begins with the start code {@code 000001} {@code code}. */
  TestTs picture(int pid, long time, int code) {
    Buffer payload = pes(0xE0, time).appendBytes(new byte[] {0, 0, 1, (byte) code});
    return packet(pid, true, padded(payload, 184));
  }

  /** Sound in one packet. */
  TestTs sound(int pid, long time) {
    return packet(pid, true, padded(pes(0xC0, time), 184));
  }

  /** Payload that belongs to what began before. */
  TestTs more(int pid) {
    return packet(pid, false, padded(Buffer.buffer(), 184));
  }

  /** A packet with nothing in it but the program's clock. */
  TestTs clock(int pid, long time) {
    Buffer field = Buffer.buffer().appendByte((byte) 183).appendByte((byte) 0x10);
    field.appendUnsignedInt(time >> 1).appendUnsignedShort((int) (time & 1) << 15 | 0x7E00);
    write(pid, false, 0x20, counters.getOrDefault(pid, 0), padded(field, 184));
    return this;
  }

  private static Buffer pes(int streamId, long time) {
    byte[] pts = {0x21, 0, 0, 0, 0};
    TsTime.write(pts, 0, time);
    return Buffer.buffer()
        .appendBytes(new byte[] {0, 0, 1, (byte) streamId, 0, 0, (byte) 0x80, (byte) 0x80, 5})
        .appendBytes(pts);
  }

  private static Buffer padded(Buffer payload, int length) {
    return payload.appendBytes(new byte[length - payload.length()]);
  }

  /** A packet with this payload of 184 bytes. */
  TestTs packet(int pid, boolean isStart, Buffer payload) {
    int counter = counters.merge(pid, 1, (before, one) -> before + one & 0x0F);
    write(pid, isStart, 0x10, counter, payload);
    return this;
  }

  /** A packet in which a PES packet begins behind an adaptation field; both have 184 bytes. */
  TestTs field(int pid, Buffer fieldAndPayload) {
    int counter = counters.merge(pid, 1, (before, one) -> before + one & 0x0F);
    write(pid, true, 0x30, counter, fieldAndPayload);
    return this;
  }

  private void write(int pid, boolean isStart, int what, int counter, Buffer rest) {
    bytes.appendByte(TsPacket.SYNC);
    bytes.appendUnsignedShort((isStart ? 0x4000 : 0) | pid);
    bytes.appendByte((byte) (what | counter)).appendBuffer(rest);
  }
}
