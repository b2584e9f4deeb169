package dev.sightline.ts;

import dev.sightline.ts.TsException.Reason;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One upload: reads what it says is in it, and gives the packets of that to the mixer.
 *
 * <p>Not thread-safe, as its mixer isn't.
 */
public final class TsInput {

  /** In so many bytes there must be the tables, which are repeated several times a second. */
  static final int TABLES_WITHIN = 1 << 20;

  private final TsMixer mixer;
  private final Runnable onReplaced;
  private final TsPackets packets;
  private final SectionReader listReader = new SectionReader(this::list);
  private final UploadTime time;
  private final TrackTime clock;

  private Optional<Program> program = Optional.empty();
  private SectionReader mapReader;
  private ProgramMap map;
  private Map<Integer, TsTrack> tracks = Map.of();
  private long passed;
  private long damaged;
  private boolean isOver;

  TsInput(TsMixer mixer, int maxNoise, Runnable onReplaced) {
    this.mixer = mixer;
    this.onReplaced = onReplaced;
    this.packets = new TsPackets(maxNoise, this::take);
    this.time = new UploadTime(mixer.clock());
    this.clock = new TrackTime(time);
  }

  /**
   * Takes the next bytes; what they hold leaves the mixer before this returns.
   *
   * @throws TsException when the upload can't go on; it is to be closed then
   */
  public void handle(Buffer chunk) {
    try {
      if (!isOver) {
        packets.handle(chunk);
      }
    } finally {
      mixer.flush();
    }
  }

  /**
   * Takes note that no more bytes come.
   *
   * @throws TsException when there was nothing in them that could be passed on
   */
  public void end() {
    try {
      packets.end();
      if (map == null && !isOver) {
        throw withoutTables(packets.received());
      }
    } finally {
      mixer.flush();
    }
  }

  /** Gives its place up, if it still has it. */
  public void close() {
    isOver = true;
    mixer.leave(this);
  }

  /** Bytes so far. */
  public long received() {
    return packets.received();
  }

  /** Packets in them, whatever became of these. */
  public long packets() {
    return packets.packets();
  }

  /** Packets that have left the mixer. */
  public long passed() {
    return passed;
  }

  /** Whether its packets leave only once another upload lets a decoder begin. */
  public boolean waitsForAnother() {
    return mixer.isLedByAnother(this);
  }

  /** Bytes that were in no packet. */
  public long skipped() {
    return packets.skipped();
  }

  /**
   * Packets that say that they are damaged, or contradict themselves, or begin a PES packet whose
   * times are not in them, which is legal, though nobody does it; they were left out.
   */
  public long damaged() {
    return damaged;
  }

  /** Ends it since another upload has its place. */
  void replace() {
    close();
    onReplaced.run();
  }

  /** Its elementary streams, and what only carries its clock. */
  Collection<TsTrack> tracks() {
    return tracks.values();
  }

  /** Those of them that tables list. */
  List<TsTrack> listed() {
    return map == null
        ? List.of()
        : map.streams().stream().map(stream -> tracks.get(stream.pid())).toList();
  }

  /** Where its clock is in what leaves. */
  int pcrPid() {
    TsTrack carrier = map == null ? null : tracks.get(map.pcrPid());
    return carrier == null ? TsPacket.NULL_PID : carrier.out().pid();
  }

  private void take(TsPacket packet) {
    if (isOver) {
      return;
    }
    if (!packet.isSound()) {
      damaged++;
      return;
    }
    int pid = packet.pid();
    if (pid == ProgramMap.PAT_PID) {
      listReader.take(packet);
    } else if (program.isPresent() && pid == program.get().pid()) {
      mapReader.take(packet);
    } else {
      pass(tracks.get(pid), packet);
    }
  }

  private void pass(TsTrack track, TsPacket packet) {
    if (track != null) {
      damaged += PesHeader.isTorn(packet) ? 1 : 0;
      passed += mixer.write(track, packet) ? 1 : 0;
    } else if (map == null && packets.packets() * TsPacket.SIZE > TABLES_WITHIN) {
      throw withoutTables(TABLES_WITHIN);
    }
  }

  private static TsException withoutTables(long bytes) {
    return new TsException(
        Reason.NO_PROGRAM,
        "this MPEG-TS doesn't say what is in it: no PAT and PMT in %d bytes".formatted(bytes));
  }

  private void list(byte[] section) {
    Optional<Program> first = Program.firstIn(section);
    if (first.isPresent() && !first.equals(program)) {
      program = first;
      mapReader = new SectionReader(this::map);
    }
  }

  private void map(byte[] section) {
    ProgramMap.of(section)
        .filter(next -> next.program() == program.orElseThrow().number() && !next.equals(map))
        .ifPresent(this::provide);
  }

  private void provide(ProgramMap next) {
    next.check();
    mixer.makeRoom(this, next);
    Map<Integer, TsTrack> before = tracks;
    tracks = new HashMap<>();
    map = next;
    List<TsStream> wanted = next.carriers();
    before.values().stream()
        .filter(track -> !wanted.contains(track.stream()))
        .forEach(mixer::release);
    for (TsStream stream : wanted) {
      TsTrack known = before.get(stream.pid());
      boolean stays = known != null && known.stream().equals(stream);
      tracks.put(stream.pid(), stays ? known : newTrack(stream));
    }
    mixer.changed();
  }

  private TsTrack newTrack(TsStream stream) {
    return new TsTrack(stream, mixer.take(stream.kind()), time, clock);
  }
}
