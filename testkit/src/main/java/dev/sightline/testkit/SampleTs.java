package dev.sightline.testkit;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes the packets of a transport stream with MPEG-1 video and MP2 audio: valid in everything but
 * the pictures and sounds themselves. For one thread.
 */
public final class SampleTs {

  public static final int VIDEO_PID = 0x100;
  public static final int AUDIO_PID = 0x101;
  public static final int PMT_PID = 0x1000;

  private static final int MPEG1_VIDEO = 0x01;
  private static final int MPEG1_AUDIO = 0x03;
  private static final int VIDEO_ID = 0xE0;
  private static final int AUDIO_ID = 0xC0;
  private static final int PES_HEADER = 14;
  private static final int PCR_AND_RANDOM_ACCESS = 0x50;
  private static final byte[] SEQUENCE_HEADER = {
    0, 0, 1, (byte) 0xB3, 0x14, 0, (byte) 0xF0, 0x13, (byte) 0xFF, (byte) 0xFF, (byte) 0xE0, 0x18
  };

  private final Map<Integer, Integer> counters = new HashMap<>();

  /** The tables before a place where a decoder can begin: PAT and PMT. */
  public Buffer tables() {
    return pat().appendBuffer(pmt());
  }

  public Buffer pat() {
    Buffer section = Buffer.buffer().appendShort((short) 1).appendUnsignedShort(0xE000 | PMT_PID);
    return table(TsPacket.PAT_PID, 0, section);
  }

  public Buffer pmt() {
    Buffer section =
        Buffer.buffer().appendUnsignedShort(0xE000 | VIDEO_PID).appendShort((short) 0xF000);
    stream(section, MPEG1_VIDEO, VIDEO_PID);
    stream(section, MPEG1_AUDIO, AUDIO_PID);
    return table(PMT_PID, 2, section);
  }

  /** A picture with a sequence header, where a decoder can begin; its tables are not part of it. */
  public Buffer start(long time, int size) {
    return packets(VIDEO_PID, true, time, pes(VIDEO_ID, time, SEQUENCE_HEADER, size));
  }

  /** A picture that needs those before it. */
  public Buffer picture(long time, int size) {
    return packets(VIDEO_PID, false, time, pes(VIDEO_ID, time, new byte[] {0, 0, 1, 0}, size));
  }

  /** Some sound. */
  public Buffer sound(long time, int size) {
    return packets(AUDIO_PID, false, time, pes(AUDIO_ID, time, new byte[] {-1, -3}, size));
  }

  private static void stream(Buffer section, int type, int pid) {
    section.appendByte((byte) type).appendUnsignedShort(0xE000 | pid).appendShort((short) 0xF000);
  }

  private Buffer table(int pid, int tableId, Buffer content) {
    Buffer section = Buffer.buffer().appendByte((byte) tableId);
    section.appendUnsignedShort(0xB000 | content.length() + 9).appendShort((short) 1);
    section.appendByte((byte) 0xC1).appendShort((short) 0).appendBuffer(content);
    section.appendInt(checksum(section));
    Buffer packet = head(pid, true, 1).appendByte((byte) 0).appendBuffer(section);
    return packet.appendBytes(stuffing(TsPacket.LENGTH - packet.length()));
  }

  private static Buffer pes(int id, long time, byte[] begin, int size) {
    int length = Math.max(size, PES_HEADER + begin.length);
    boolean told = id == AUDIO_ID;
    Buffer pes = Buffer.buffer().appendMedium(1).appendByte((byte) id);
    pes.appendUnsignedShort(told ? length - 6 : 0).appendUnsignedShort(0x8080).appendByte((byte) 5);
    pes.appendByte((byte) (0x21 | ((time >> 29) & 0x0E)));
    pes.appendUnsignedShort((int) (((time >> 14) & 0xFFFE) | 1));
    pes.appendUnsignedShort((int) (((time << 1) & 0xFFFE) | 1));
    pes.appendBytes(begin);
    return pes.appendBytes(noise(length - pes.length()));
  }

  /** The last packet is filled up in front, with an adaptation field of stuffing. */
  private Buffer packets(int pid, boolean start, long time, Buffer pes) {
    Buffer all = Buffer.buffer();
    for (int at = 0; at < pes.length(); ) {
      boolean first = at == 0;
      int field = first && start ? 8 : 0;
      int left = pes.length() - at;
      int room = TsPacket.LENGTH - 4;
      if (left < room - field) {
        field = room - left;
      }
      Buffer packet = head(pid, first, field == 0 ? 1 : 3);
      packet.appendBytes(adaptation(field, first && start, time));
      int taken = TsPacket.LENGTH - packet.length();
      packet.appendBuffer(pes.slice(at, at + taken));
      all.appendBuffer(packet);
      at += taken;
    }
    return all;
  }

  private Buffer head(int pid, boolean unitStart, int control) {
    int counter = counters.merge(pid, 1, (before, one) -> (before + one) % 16);
    return Buffer.buffer(TsPacket.LENGTH)
        .appendByte((byte) 0x47)
        .appendUnsignedShort((unitStart ? 0x4000 : 0) | pid)
        .appendByte((byte) (control << 4 | counter));
  }

  private static byte[] adaptation(int size, boolean start, long time) {
    byte[] field = stuffing(size);
    if (size > 0) {
      field[0] = (byte) (size - 1);
    }
    if (size > 1) {
      field[1] = (byte) (start ? PCR_AND_RANDOM_ACCESS : 0);
    }
    if (start) {
      Buffer clock = Buffer.buffer().appendUnsignedInt(time >> 1 & 0xFFFF_FFFFL);
      clock.appendUnsignedShort((int) (time & 1) << 15 | 0x7E00).getBytes(field, 2);
    }
    return field;
  }

  private static byte[] stuffing(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 0xFF);
    return bytes;
  }

  /** Bytes in which nothing looks like the beginning of anything. */
  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (0x80 | ((i * 31) & 0x7E));
    }
    return bytes;
  }

  private static int checksum(Buffer section) {
    int crc = -1;
    for (int i = 0; i < section.length(); i++) {
      crc ^= section.getByte(i) << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc << 1 ^ (crc < 0 ? 0x04C11DB7 : 0);
      }
    }
    return crc;
  }
}
