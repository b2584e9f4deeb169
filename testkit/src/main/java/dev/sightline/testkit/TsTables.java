package dev.sightline.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the tables of a transport stream say of its PIDs. Only tables that fit into one packet are
 * understood, as those of a stream with some audio and video do. For one thread.
 */
final class TsTables {

  /** MPEG-1, MPEG-2, MPEG-4, H.264 and H.265. */
  private static final Set<Integer> VIDEO = Set.of(0x01, 0x02, 0x10, 0x1B, 0x24);

  /** MPEG-1 and 2, AAC in both wrappings, and AC-3. */
  private static final Set<Integer> AUDIO = Set.of(0x03, 0x04, 0x0F, 0x11, 0x81);

  private static final int PAT_ID = 0;
  private static final int PMT_ID = 2;

  private int pmtPid = -1;
  private Map<Integer, Integer> types = Map.of();

  boolean isPmt(int pid) {
    return pid == pmtPid;
  }

  boolean isVideo(int pid) {
    return VIDEO.contains(types.getOrDefault(pid, -1));
  }

  boolean isAudio(int pid) {
    return AUDIO.contains(types.getOrDefault(pid, -1));
  }

  boolean isListed(int pid) {
    return types.containsKey(pid);
  }

  boolean hasVideo() {
    return types.values().stream().anyMatch(VIDEO::contains);
  }

  /** PIDs of elementary streams with their types, as the newest PMT lists them. */
  Map<Integer, Integer> types() {
    return types;
  }

  /**
   * @throws MalformedStreamException when it isn't a PAT that names one program
   */
  void readPat(TsPacket packet) {
    int section = section(packet, PAT_ID);
    int programs = (sectionEnd(packet, section) - 4 - (section + 8)) / 4;
    if (programs != 1) {
      throw new MalformedStreamException("the PAT names %d programs, not one".formatted(programs));
    }
    pmtPid = (int) packet.number(section + 10, 2) & 0x1FFF;
  }

  /**
   * @throws MalformedStreamException when it isn't a PMT
   */
  void readPmt(TsPacket packet) {
    int section = section(packet, PMT_ID);
    int end = sectionEnd(packet, section) - 4;
    Map<Integer, Integer> found = new HashMap<>();
    int entry = section + 12 + length(packet, section + 10);
    while (entry + 5 <= end) {
      found.put((int) packet.number(entry + 1, 2) & 0x1FFF, packet.unsigned(entry));
      entry += 5 + length(packet, entry + 3);
    }
    types = Map.copyOf(found);
  }

  /** Where the section in a packet begins. */
  private static int section(TsPacket packet, int tableId) {
    int payload = packet.payload();
    int section = payload < TsPacket.LENGTH ? payload + 1 + packet.unsigned(payload) : payload;
    if (!packet.isUnitStart() || section + 12 > TsPacket.LENGTH) {
      throw new MalformedStreamException("no table begins in PID " + packet.pid());
    }
    if (packet.unsigned(section) != tableId) {
      throw new MalformedStreamException(
          "PID %d holds table %d, not %d"
              .formatted(packet.pid(), packet.unsigned(section), tableId));
    }
    int end = sectionEnd(packet, section);
    if (end > TsPacket.LENGTH || checksum(packet, section, end) != 0) {
      throw new MalformedStreamException(
          "the table in PID %d is too long or damaged".formatted(packet.pid()));
    }
    return section;
  }

  private static int sectionEnd(TsPacket packet, int section) {
    return section + 3 + length(packet, section + 1);
  }

  private static int length(TsPacket packet, int offset) {
    return (int) packet.number(offset, 2) & 0x0FFF;
  }

  /** CRC-32/MPEG-2, which is 0 over a section with its own checksum. */
  private static int checksum(TsPacket packet, int from, int to) {
    int crc = -1;
    for (int offset = from; offset < to; offset++) {
      crc ^= packet.unsigned(offset) << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc << 1 ^ (crc < 0 ? 0x04C11DB7 : 0);
      }
    }
    return crc;
  }
}
