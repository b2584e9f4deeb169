package dev.sightline.ts;

import dev.sightline.ts.TsException.Reason;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes one transport stream of several uploads, of which each may believe to be alone.
 *
 * <p>What leaves has one program with PIDs, counters and a clock of its own, which go on when
 * uploads end and others begin. Its tables stand right before each place where a decoder can begin
 * and nowhere else, so a packet with PID 0 is such a place. These are the beginnings of groups of
 * pictures; without video those of packets of sound, at most two a second. Before the first one
 * nothing leaves, and what a new upload adds leaves from the next one on.
 *
 * <p>Not thread-safe.
 */
public final class TsMixer {

  /** Gets what leaves: whole packets, in order. */
  public interface Output {
    /**
     * Takes the next packets.
     *
     * @param isStart whether a decoder can begin with the first of them
     */
    void packets(Buffer packets, boolean isStart);
  }

  /** Uploads at a time. */
  public static final int MOST_UPLOADS = 4;

  /** Elementary streams of one upload. */
  static final int MOST_STREAMS = 16;

  /** Bytes that these may take in a table, so that those of all uploads have room in ours. */
  static final int LARGEST_MAP = Tables.ROOM / MOST_UPLOADS;

  /** Between two places to begin where any packet would be one. */
  private static final long PAUSE = TsTime.PER_SECOND / 2;

  private final LongSupplier clock;
  private final boolean takesOver;
  private final Output output;
  private OutputPids pids = new OutputPids();
  private Tables tables = new Tables();
  private final List<TsInput> inputs = new ArrayList<>();

  private Optional<TsTrack> leading = Optional.empty();
  private Buffer pending = Buffer.buffer();
  private boolean isStart;
  private long lastStart;
  private boolean hasStarted;

  /**
   * @param clock now, in units of 90 kHz
   * @param takesOver what happens when an upload brings video, or sound, where another one does:
   *     that one is ended, or else the new one
   */
  public TsMixer(LongSupplier clock, boolean takesOver, Output output) {
    this.clock = clock;
    this.takesOver = takesOver;
    this.output = output;
  }

  /** Takes the place of a mixer that has no uploads any more: its counters and times go on. */
  public void follow(TsMixer before) {
    pids = before.pids;
    tables = before.tables;
  }

  /** Whether there are as many uploads as there may be. */
  public boolean isFull() {
    return inputs.size() >= MOST_UPLOADS;
  }

  /**
   * Begins an upload, for which there must be room.
   *
   * @param maxNoise so many bytes without a packet end it
   * @param onReplaced told when another upload has taken its place
   */
  public TsInput join(int maxNoise, Runnable onReplaced) {
    if (isFull()) {
      throw new IllegalStateException("there are %d uploads already".formatted(MOST_UPLOADS));
    }
    TsInput input = new TsInput(this, maxNoise, onReplaced);
    inputs.add(input);
    return input;
  }

  LongSupplier clock() {
    return clock;
  }

  /**
   * Sees to it that nobody else provides what {@code input} is going to.
   *
   * @throws TsException when another upload does and stays
   */
  void makeRoom(TsInput input, ProgramMap map) {
    for (TsInput other : List.copyOf(inputs)) {
      Optional<TsKind> common = other == input ? Optional.empty() : common(other, map);
      if (common.isPresent() && !takesOver) {
        throw new TsException(
            Reason.TAKEN, "another upload brings %s already".formatted(common.get()));
      }
      if (common.isPresent()) {
        other.replace();
      }
    }
  }

  private static Optional<TsKind> common(TsInput other, ProgramMap map) {
    return map.streams().stream()
        .map(TsStream::kind)
        .filter(TsKind::isExclusive)
        .filter(kind -> other.listed().stream().anyMatch(track -> track.kind() == kind))
        .findFirst();
  }

  OutputPid take(TsKind kind) {
    return pids.take(kind);
  }

  void release(TsTrack track) {
    pids.giveBack(track.out());
  }

  /** Takes note that an upload has other streams than before. */
  void changed() {
    leading = listed().stream().min(Comparator.comparing(TsTrack::kind));
  }

  void leave(TsInput input) {
    if (inputs.remove(input)) {
      input.tracks().forEach(this::release);
      changed();
    }
  }

  /** Whether what leaves begins where another upload lets a decoder begin. */
  boolean isLedByAnother(TsInput input) {
    return leading.isPresent() && !input.tracks().contains(leading.get());
  }

  /** Lets a packet out, if a decoder can make sense of it by now; true if so. */
  boolean write(TsTrack track, TsPacket packet) {
    boolean starts = isStart(track, packet);
    boolean leaves = (starts || track.isListed()) && track.rewrite(packet);
    if (leaves) {
      if (starts) {
        begin();
      }
      pending.appendBytes(packet.bytes(), packet.at(), TsPacket.SIZE);
    }
    return leaves;
  }

  /** Hands over what has gathered. */
  void flush() {
    if (pending.length() > 0) {
      Buffer packets = pending;
      pending = Buffer.buffer();
      output.packets(packets, isStart);
      isStart = false;
    }
  }

  private boolean isStart(TsTrack track, TsPacket packet) {
    if (leading.isEmpty() || leading.get() != track) {
      return false;
    }
    return track.kind() == TsKind.VIDEO
        ? RandomAccess.isAt(packet, track.stream().type())
        : packet.isStart() && isDue();
  }

  private boolean isDue() {
    return !hasStarted || Math.abs(TsTime.since(lastStart, clock.getAsLong())) >= PAUSE;
  }

  private void begin() {
    flush();
    isStart = true;
    hasStarted = true;
    lastStart = clock.getAsLong();
    tables.writeTo(pending, pcrPid(), listed());
    inputs.forEach(input -> input.tracks().forEach(TsTrack::list));
  }

  private List<TsTrack> listed() {
    return inputs.stream().flatMap(input -> input.listed().stream()).toList();
  }

  /** The clock of the upload with the video, if it has one. */
  private int pcrPid() {
    return inputs.stream()
        .sorted(Comparator.comparing(input -> !input.listed().contains(leading.orElse(null))))
        .mapToInt(TsInput::pcrPid)
        .filter(pid -> pid != TsPacket.NULL_PID)
        .findFirst()
        .orElse(TsPacket.NULL_PID);
  }
}
