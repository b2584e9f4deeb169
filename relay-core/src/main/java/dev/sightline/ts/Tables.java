package dev.sightline.ts;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the two tables that tell a decoder what is in the stream: the list of programs, with one
 * program in it, and the list of its elementary streams.
 */
final class Tables {

  static final int PMT_PID = 0x1000;

  private static final int PROGRAM = 1;
  private static final int VERSIONS = 0x1F;

  /** What a section has for elementary streams. */
  static final int ROOM = SectionReader.LONGEST - ProgramMap.HEADER - 4 - Crc32.BYTES;

  /** A section's bytes that aren't counted in its length. */
  private static final int UNCOUNTED = 3;

  private final OutputPid pat = new OutputPid(ProgramMap.PAT_PID);
  private final OutputPid pmt = new OutputPid(PMT_PID);
  private Buffer content = Buffer.buffer();
  private int version;

  /** Appends the packets of both tables. */
  void writeTo(Buffer out, int pcrPid, List<TsTrack> tracks) {
    Buffer next = content(pcrPid, tracks);
    if (!next.equals(content)) {
      content = next;
      version = version + 1 & VERSIONS;
    }
    Buffer program = Buffer.buffer().appendUnsignedShort(PROGRAM);
    program.appendUnsignedShort(0xE000 | PMT_PID);
    append(out, pat, section(ProgramMap.PAT, 0, program));
    append(out, pmt, section(ProgramMap.PMT, version, content));
  }

  private static Buffer content(int pcrPid, List<TsTrack> tracks) {
    Buffer content = Buffer.buffer().appendUnsignedShort(0xE000 | pcrPid);
    content.appendUnsignedShort(0xF000);
    for (TsTrack track : tracks) {
      Buffer descriptors = track.stream().descriptors();
      content.appendUnsignedByte((short) track.stream().type());
      content.appendUnsignedShort(0xE000 | track.out().pid());
      content.appendUnsignedShort(0xF000 | descriptors.length()).appendBuffer(descriptors);
    }
    return content;
  }

  private static byte[] section(int table, int version, Buffer content) {
    int length = ProgramMap.HEADER + content.length() + Crc32.BYTES - UNCOUNTED;
    Buffer section = Buffer.buffer().appendUnsignedByte((short) table);
    section.appendUnsignedShort(0xB000 | length).appendUnsignedShort(PROGRAM);
    section.appendUnsignedByte((short) (0xC1 | version << 1));
    section.appendUnsignedShort(0).appendBuffer(content);
    byte[] bytes = section.getBytes();
    return section.appendInt(Crc32.of(bytes, bytes.length)).getBytes();
  }

  private static void append(Buffer out, OutputPid pid, byte[] section) {
    int at = 0;
    while (at < section.length) {
      byte[] bytes = new byte[TsPacket.SIZE];
      Arrays.fill(bytes, (byte) 0xFF);
      int payload = TsPacket.HEADER + (at == 0 ? 1 : 0);
      bytes[0] = TsPacket.SYNC;
      bytes[1] = (byte) (at == 0 ? 0x40 : 0);
      bytes[3] = 0x10;
      bytes[4] = 0; // The section begins right behind this byte; in later packets it is over it.
      int taken = Math.min(bytes.length - payload, section.length - at);
      System.arraycopy(section, at, bytes, payload, taken);
      pid.stamp(new TsPacket(bytes, 0));
      out.appendBytes(bytes);
      at += taken;
    }
  }
}
