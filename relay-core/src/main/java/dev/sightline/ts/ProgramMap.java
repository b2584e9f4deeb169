package dev.sightline.ts;

import dev.sightline.ts.TsException.Reason;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is in a program: its elementary streams, and the PID that carries its clock. What the table
 * says of the program as a whole, such as who may decrypt it, is left out, since what leaves has
 * the streams of several programs.
 *
 * @param program the program's number
 * @param pcrPid {@link TsPacket#NULL_PID} when there is none
 */
record ProgramMap(int program, int pcrPid, List<TsStream> streams) {

  static final int PAT_PID = 0;
  static final int PAT = 0x00;
  static final int PMT = 0x02;

  /** The table's id, length, program, version and numbers. */
  static final int HEADER = 8;

  private static final int MAP_HEADER = HEADER + 4;
  private static final int STREAM = 5;
  private static final int NO_TYPE = 0;

  ProgramMap {
    streams = List.copyOf(streams);
  }

  /** The table in this section; nothing when it is another one, or contradicts itself. */
  static Optional<ProgramMap> of(byte[] section) {
    int end = section.length - Crc32.BYTES;
    if (section[0] != PMT || end < MAP_HEADER) {
      return Optional.empty();
    }
    List<TsStream> streams = new ArrayList<>();
    int at = MAP_HEADER + length(section, MAP_HEADER - 2);
    while (at + STREAM <= end) {
      int next = at + STREAM + length(section, at + 3);
      if (next > end) {
        return Optional.empty();
      }
      Buffer descriptors = Buffer.buffer().appendBytes(section, at + STREAM, next - at - STREAM);
      streams.add(new TsStream(pid(section, at + 1), section[at] & 0xFF, descriptors));
      at = next;
    }
    ProgramMap map = new ProgramMap(number(section, 3), pid(section, HEADER), streams);
    return at == end && map.isUsable() ? Optional.of(map) : Optional.empty();
  }

  static int number(byte[] section, int at) {
    return ((section[at] & 0xFF) << 8) | (section[at + 1] & 0xFF);
  }

  static int pid(byte[] section, int at) {
    return ((section[at] & 0x1F) << 8) | (section[at + 1] & 0xFF);
  }

  /** Its streams, and what only carries its clock. */
  List<TsStream> carriers() {
    boolean isApart =
        pcrPid != TsPacket.NULL_PID && streams.stream().noneMatch(s -> s.pid() == pcrPid);
    List<TsStream> carriers = new ArrayList<>(streams);
    if (isApart) {
      carriers.add(new TsStream(pcrPid, NO_TYPE, Buffer.buffer()));
    }
    return carriers;
  }

  /**
   * Refuses what has no room beside other uploads.
   *
   * @throws TsException with a sentence that says how much is too much
   */
  void check() {
    int size = streams.stream().mapToInt(s -> STREAM + s.descriptors().length()).sum();
    if (streams.size() > TsMixer.MOST_STREAMS || size > TsMixer.LARGEST_MAP) {
      throw new TsException(
          Reason.NO_PROGRAM,
          "this MPEG-TS has too much in it: %d elementary streams, told of in %d bytes, where %d in %d are taken"
              .formatted(streams.size(), size, TsMixer.MOST_STREAMS, TsMixer.LARGEST_MAP));
    }
  }

  private boolean isUsable() {
    return !streams.isEmpty()
        && streams.stream().map(TsStream::pid).distinct().count() == streams.size();
  }

  private static int length(byte[] section, int at) {
    return ((section[at] & 0x0F) << 8) | (section[at + 1] & 0xFF);
  }
}
