package dev.sightline.testkit;

import io.vertx.core.buffer.Buffer;
import java.util.OptionalLong;

/** One packet of an MPEG transport stream, as ISO 13818-1 has it; a view, nothing is copied. */
record TsPacket(Buffer bytes, int at) {

  static final int LENGTH = 188;

  static final int PAT_PID = 0;

  /** Stuffing between packets, without a counter of its own. */
  static final int NULL_PID = 0x1FFF;

  private static final int SYNC = 0x47;
  private static final int RANDOM_ACCESS = 0x40;
  private static final long PES_START = 0x000001;
  private static final long MPEG_SEQUENCE_HEADER = 0x000001B3;

  boolean isInSync() {
    return unsigned(0) == SYNC;
  }

  boolean isFaulty() {
    return (unsigned(1) & 0x80) != 0;
  }

  /** Whether a table or a packet of an elementary stream begins in it. */
  boolean isUnitStart() {
    return (unsigned(1) & 0x40) != 0;
  }

  int pid() {
    return (unsigned(1) & 0x1F) << 8 | unsigned(2);
  }

  int counter() {
    return unsigned(3) & 0x0F;
  }

  boolean hasPayload() {
    return (unsigned(3) & 0x10) != 0;
  }

  /** Where its payload begins; {@link #LENGTH} if it has none. */
  int payload() {
    if (!hasPayload()) {
      return LENGTH;
    }
    return hasAdaptationField() ? Math.min(LENGTH, 5 + unsigned(4)) : 4;
  }

  /** Whether a decoder of video can begin here: it says so, or a sequence header is in it. */
  boolean isDecodable() {
    boolean said = hasAdaptationField() && unsigned(4) > 0 && (unsigned(5) & RANDOM_ACCESS) != 0;
    return said || hasSequenceHeader();
  }

  /** When what begins in it is to be shown, in ticks of 90 kHz. */
  OptionalLong presentationTime() {
    int pes = payload();
    if (!isUnitStart() || pes + 14 > LENGTH || number(pes, 3) != PES_START) {
      return OptionalLong.empty();
    }
    if ((unsigned(pes + 7) & 0x80) == 0) {
      return OptionalLong.empty();
    }
    long high = (unsigned(pes + 9) & 0x0E) >> 1;
    long middle = number(pes + 10, 2) >> 1;
    long low = number(pes + 12, 2) >> 1;
    return OptionalLong.of(high << 30 | middle << 15 | low);
  }

  int unsigned(int offset) {
    return bytes.getByte(at + offset) & 0xFF;
  }

  /** A big-endian number of some bytes. */
  long number(int offset, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | unsigned(offset + i);
    }
    return value;
  }

  private boolean hasAdaptationField() {
    return (unsigned(3) & 0x20) != 0;
  }

  private boolean hasSequenceHeader() {
    for (int offset = payload(); offset + 4 <= LENGTH; offset++) {
      if (number(offset, 4) == MPEG_SEQUENCE_HEADER) {
        return true;
      }
    }
    return false;
  }
}
