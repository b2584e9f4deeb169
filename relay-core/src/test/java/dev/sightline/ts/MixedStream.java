package dev.sightline.ts;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What has left a mixer, read as a decoder reads it. */
final class MixedStream implements TsMixer.Output {

  private final Buffer all = Buffer.buffer();
  private final List<Integer> starts = new ArrayList<>();

  @Override
  public void packets(Buffer packets, boolean isStart) {
    if (isStart) {
      starts.add(all.length());
    }
    all.appendBuffer(packets);
  }

  Buffer bytes() {
    return all;
  }

  /** Where the pieces began that were said to be places to begin. */
  List<Integer> starts() {
    return starts;
  }

  List<TsPacket> packets() {
    byte[] bytes = all.getBytes();
    List<TsPacket> packets = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += TsPacket.SIZE) {
      packets.add(new TsPacket(bytes, at));
    }
    return packets;
  }

  List<Integer> pids() {
    return packets().stream().map(TsPacket::pid).toList();
  }

  /** The tables of its program, in order. */
  List<ProgramMap> maps() {
    List<ProgramMap> maps = new ArrayList<>();
    SectionReader reader = new SectionReader(s -> ProgramMap.of(s).ifPresent(maps::add));
    packets().stream().filter(p -> p.pid() == Tables.PMT_PID).forEach(reader::take);
    return maps;
  }

  /** The times of the PES packets of one PID, in order. */
  List<Long> times(int pid) {
    return packets().stream()
        .filter(p -> p.pid() == pid && PesHeader.begins(p))
        .map(p -> PesHeader.of(p).time())
        .toList();
  }

  List<Long> clocks(int pid) {
    return packets().stream().filter(p -> p.pid() == pid && p.hasPcr()).map(TsPacket::pcr).toList();
  }

  /** How many packets don't have the number that is due. */
  long gaps() {
    Map<Integer, Integer> counters = new HashMap<>();
    return packets().stream()
        .filter(
            p -> {
              Integer before = counters.put(p.pid(), p.counter());
              int due = before == null ? p.counter() : before + (p.hasPayload() ? 1 : 0) & 0x0F;
              return p.counter() != due;
            })
        .count();
  }
}
