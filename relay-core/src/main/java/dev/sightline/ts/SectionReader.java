package dev.sightline.ts;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Puts the sections of one PID together. Those that are damaged, too long or not in force yet are
 * left out: tables are repeated.
 */
final class SectionReader {

  static final int LONGEST = 1024;

  private static final int HEADER = 3;
  private static final int SHORTEST = 12;
  private static final int IN_FORCE = 0x01;
  private static final byte STUFFING = (byte) 0xFF;

  private final Consumer<byte[]> receiver;
  private final byte[] section = new byte[LONGEST];
  private int length;
  private boolean isOpen;

  /**
   * @param receiver gets each section that is whole, its checksum included
   */
  SectionReader(Consumer<byte[]> receiver) {
    this.receiver = receiver;
  }

  void take(TsPacket packet) {
    if (!packet.hasPayload()) {
      return;
    }
    int at = packet.payload();
    if (packet.isStart()) {
      int begin = Math.min(at + 1 + (packet.bytes()[at] & 0xFF), packet.end());
      append(packet.bytes(), at + 1, begin);
      length = 0;
      isOpen = true;
      at = begin;
    }
    append(packet.bytes(), at, packet.end());
  }

  private void append(byte[] bytes, int from, int to) {
    int at = from;
    while (isOpen && at < to) {
      int taken = Math.min(to - at, missing());
      System.arraycopy(bytes, at, section, length, taken);
      at += taken;
      length += taken;
      if (section[0] == STUFFING || HEADER + announced() > LONGEST) {
        isOpen = false;
      } else if (missing() == 0) {
        handOver();
      }
    }
  }

  private int missing() {
    return (length < HEADER ? HEADER : HEADER + announced()) - length;
  }

  private int announced() {
    return length < HEADER ? 0 : ((section[1] & 0x0F) << 8) | (section[2] & 0xFF);
  }

  private void handOver() {
    int whole = length;
    length = 0;
    if (whole >= SHORTEST && (section[5] & IN_FORCE) != 0 && Crc32.of(section, whole) == 0) {
      receiver.accept(Arrays.copyOf(section, whole));
    }
  }
}
