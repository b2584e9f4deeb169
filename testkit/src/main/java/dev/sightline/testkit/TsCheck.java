package dev.sightline.testkit;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Checks a transport stream as viewers get it: messages of whole packets; a PAT, followed by its
 * PMT and something that a decoder can begin with, at the very first, wherever anything is missing,
 * and nowhere else; unbroken continuity counters between two of them; timestamps that don't go
 * back.
 *
 * <p>Any thread may ask for the tally meanwhile.
 */
public final class TsCheck {

  /** Pictures are sent in another order than they are shown in, but not by as much. */
  private static final long MOST_BACK = 90_000;

  private static final long CLOCK = 1L << 33;

  /** What is awaited after a PAT. */
  private enum Awaited {
    NOTHING,
    PMT,
    DECODABLE
  }

  private final TsTables tables = new TsTables();
  private final Map<Integer, Integer> counters = new HashMap<>();
  private final Map<Integer, Long> times = new HashMap<>();
  private final Set<Integer> seenSinceStart = new HashSet<>();
  private final ByteQueue pieces = new ByteQueue();

  private Awaited awaited = Awaited.NOTHING;
  private boolean skippedToStart;
  private long messages;
  private long bytes;
  private long packets;
  private long torn;
  private long breaks;
  private long skips;
  private long starts;
  private long videoPackets;
  private long audioPackets;
  private String firstFault;

  /** Takes a message, which should be whole packets. */
  public synchronized void message(Buffer message) {
    messages++;
    bytes += message.length();
    if (message.length() == 0 || message.length() % TsPacket.LENGTH != 0) {
      tear("a message of %d bytes isn't whole packets".formatted(message.length()));
      return;
    }
    packets(message);
  }

  /** Takes bytes of an HTTP answer, which may be cut anywhere. */
  public synchronized void bytes(Buffer some) {
    messages++;
    bytes += some.length();
    pieces.append(some);
    packets(pieces.take(pieces.length() - pieces.length() % TsPacket.LENGTH));
  }

  /** What has come so far. */
  public synchronized TsTally tally() {
    return new TsTally(
        messages,
        bytes,
        packets,
        torn,
        breaks,
        skips,
        starts,
        videoPackets,
        audioPackets,
        Optional.ofNullable(firstFault));
  }

  /** PIDs of elementary streams with their types, as the newest PMT lists them. */
  public synchronized Map<Integer, Integer> streamTypes() {
    return tables.types();
  }

  @Override
  public String toString() {
    return tally().toString();
  }

  private void packets(Buffer whole) {
    for (int at = 0; at < whole.length(); at += TsPacket.LENGTH) {
      TsPacket packet = new TsPacket(whole, at);
      if (!packet.isInSync()) {
        tear("packet %d doesn't begin with 0x47".formatted(packets));
        return;
      }
      packet(packet);
      packets++;
    }
  }

  private void packet(TsPacket packet) {
    int pid = packet.pid();
    if (pid == TsPacket.NULL_PID) {
      return;
    }
    if (packet.isFaulty()) {
      fault("packet %d is marked as faulty".formatted(packets));
    }
    if (packets == 0 && pid != TsPacket.PAT_PID) {
      fault("the stream begins with PID %d, not with a PAT".formatted(pid));
    }
    if (pid == TsPacket.PAT_PID) {
      beginAtStart();
    }
    checkCounter(packet);
    try {
      content(packet);
    } catch (MalformedStreamException e) {
      fault(e.getMessage());
    }
    checkTime(packet);
  }

  /** What comes now may follow on what came before, or on nothing. */
  private void beginAtStart() {
    if (awaited != Awaited.NOTHING) {
      fault("packet %d is a PAT though the one before has had no content".formatted(packets));
    }
    starts++;
    seenSinceStart.clear();
    skippedToStart = false;
  }

  private void checkCounter(TsPacket packet) {
    int pid = packet.pid();
    boolean first = seenSinceStart.add(pid);
    Integer before = counters.put(pid, packet.counter());
    if (before == null || packet.counter() == (before + (packet.hasPayload() ? 1 : 0)) % 16) {
      return;
    }
    if (first) {
      skips += skippedToStart ? 0 : 1;
      skippedToStart = true;
    } else {
      breaks++;
      fault(
          "packet %d of PID %d has the counter %d after %d"
              .formatted(packets, pid, packet.counter(), before));
    }
  }

  private void content(TsPacket packet) {
    int pid = packet.pid();
    if (pid == TsPacket.PAT_PID) {
      tables.readPat(packet);
      awaited = Awaited.PMT;
    } else if (awaited == Awaited.PMT) {
      awaited = Awaited.DECODABLE;
      expectPmt(packet);
    } else if (tables.isPmt(pid)) {
      fault("packet %d is a PMT without a PAT before it".formatted(packets));
    } else {
      expectDecodable(packet);
      count(pid);
    }
  }

  private void expectPmt(TsPacket packet) {
    if (!tables.isPmt(packet.pid())) {
      fault("packet %d follows a PAT and isn't its PMT".formatted(packets));
      return;
    }
    tables.readPmt(packet);
  }

  private void expectDecodable(TsPacket packet) {
    if (awaited == Awaited.NOTHING) {
      return;
    }
    awaited = Awaited.NOTHING;
    boolean video = tables.isVideo(packet.pid()) && packet.isDecodable();
    boolean other = tables.isListed(packet.pid()) && !tables.hasVideo();
    if (!packet.isUnitStart() || !(video || other)) {
      fault(
          "packet %d of PID %d is no beginning for a decoder though tables precede it"
              .formatted(packets, packet.pid()));
    }
  }

  private void count(int pid) {
    if (tables.isVideo(pid)) {
      videoPackets++;
    } else if (tables.isAudio(pid)) {
      audioPackets++;
    } else if (!tables.isListed(pid)) {
      fault("packet %d has the PID %d, which no PMT lists".formatted(packets, pid));
    }
  }

  /** The clock has 33 bits and begins anew after 26 hours. */
  private void checkTime(TsPacket packet) {
    OptionalLong time =
        tables.isListed(packet.pid()) ? packet.presentationTime() : OptionalLong.empty();
    if (time.isEmpty()) {
      return;
    }
    Long before = times.put(packet.pid(), time.getAsLong());
    if (before == null) {
      return;
    }
    long step = Math.floorMod(time.getAsLong() - before, CLOCK);
    if (step > CLOCK / 2 && CLOCK - step > MOST_BACK) {
      fault(
          "packet %d of PID %d goes back by %d ms"
              .formatted(packets, packet.pid(), (CLOCK - step) / 90));
    }
  }

  private void tear(String sentence) {
    torn++;
    fault(sentence);
  }

  private void fault(String sentence) {
    if (firstFault == null) {
      firstFault = sentence;
    }
  }
}
