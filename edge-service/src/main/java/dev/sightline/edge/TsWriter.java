package dev.sightline.edge;

import dev.sightline.edge.LatestFrameWriter.Outcome;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The drop policy toward viewers of MPEG-TS, and the only place that leaves out packets for a slow
 * one: one message under way at most, and when that has left, the one after it. A viewer begins at
 * the newest start there is.
 *
 * <p>One who is further behind than the ring reaches, or by {@link #LATE} while there is a newer
 * start, goes on at the newest start; the packets between are dropped and counted. So what a viewer
 * gets is whole packets, in order, and after a gap such as a decoder can begin with.
 *
 * <p>Used on the viewer's event loop. Next: {@link TsSocketViewer}, {@link TsHttpViewer}
 */
final class TsWriter implements ViewerChannel.Follower {

  /** Where messages go. */
  interface Sink {

    /** Writes a message; if that is not over at once, {@code follower} is called when it is. */
    Outcome write(TsMessage message, ViewerChannel.Follower follower);

    /** Bytes that the system hasn't taken yet; fewer than before are progress. */
    long waiting();

    /** Gives the viewer up, together with what is under way to it. */
    void abandon();
  }

  private enum State {
    /** Nothing is under way. */
    READY,
    /** A message is under way. */
    WRITING,
    /** A message is under way, and it is the last one. */
    LAST,
    /** No message is sent any more. */
    ENDED
  }

  static final long LATE = TimeUnit.SECONDS.toNanos(1);

  private final String id = Long.toHexString(ThreadLocalRandom.current().nextLong());
  private final Instant came = Instant.now();
  private final Sink sink;
  private final TsRing ring;
  private final TsCounts counts;
  private final LongSupplier clock;
  private final long since;
  private final WriteProgress progress = new WriteProgress();

  private State state = State.READY;

  /** The number of the message that comes next. */
  private long next;

  /** What comes next must be a start. */
  private boolean seeking = true;

  /** The ring's count of packets behind the last message; -1 before the first. */
  private long through = -1;

  private int size;
  private long delivered;
  private long deliveredBefore;
  private int perSecond;
  private long dropped;
  private Runnable whenDone;

  /**
   * @param clock monotonic nanoseconds
   */
  TsWriter(Sink sink, TsRing ring, TsCounts counts, LongSupplier clock) {
    this.sink = sink;
    this.ring = ring;
    this.counts = counts;
    this.clock = clock;
    this.since = clock.getAsLong();
  }

  /** Writes what is due, as far as it is taken at once. */
  void proceed() {
    while (state == State.READY) {
      TsRing.Entry entry = choose();
      if (entry == null) {
        return;
      }
      write(entry);
    }
  }

  /** The message that is due; null when there is none. */
  private TsRing.Entry choose() {
    ring.refresh();
    TsRing.Entry start = ring.newestStart();
    seeking |= isTooFarBehind(start);
    if (!seeking) {
      return ring.get(next);
    }
    return start == null || start.number() < next ? null : start;
  }

  private boolean isTooFarBehind(TsRing.Entry start) {
    if (next < ring.first()) {
      return true;
    }
    boolean isNewer = start != null && start.number() > next;
    return isNewer && clock.getAsLong() - ring.get(next).at() > LATE;
  }

  private void write(TsRing.Entry entry) {
    if (seeking) {
      seeking = false;
      drop(through < 0 ? 0 : entry.packetsBefore() - through);
    }
    next = entry.number() + 1;
    through = entry.packetsThrough();
    size = entry.message().size();
    state = State.WRITING;
    if (sink.write(entry.message(), this) == Outcome.LEFT) {
      over();
    } else {
      progress.begin(clock.getAsLong(), sink.waiting());
    }
  }

  private void drop(long packets) {
    dropped += packets;
    counts.dropped(packets);
  }

  @Override
  public void left(boolean succeeded) {
    if (state == State.ENDED) {
      return;
    }
    if (!succeeded) {
      abandon();
      return;
    }
    over();
    proceed();
  }

  private void over() {
    if (delivered == 0) {
      counts.firstDelivered(clock.getAsLong() - since);
    }
    delivered++;
    counts.delivered(size);
    boolean last = state == State.LAST;
    state = State.READY;
    if (last) {
      finish(whenDone);
    }
  }

  /** To be called every second. Gives the viewer up if the write under way takes too long. */
  void everySecond(Patience patience) {
    perSecond = (int) (delivered - deliveredBefore);
    deliveredBefore = delivered;
    boolean isWriting = state == State.WRITING || state == State.LAST;
    if (isWriting && progress.isTooSlow(clock.getAsLong(), sink.waiting(), patience)) {
      counts.gaveUp();
      abandon();
    }
  }

  /**
   * Begins no further message, and calls {@code then} when nothing is under way. A viewer that
   * never takes what is under way is given up as ever.
   */
  void finish(Runnable then) {
    whenDone = then;
    switch (state) {
      case READY -> {
        end();
        then.run();
      }
      case WRITING -> state = State.LAST;
      case LAST, ENDED -> {}
    }
  }

  /** Begins no further message; one under way still leaves. */
  void end() {
    state = State.ENDED;
  }

  private void abandon() {
    end();
    sink.abandon();
  }

  /** Messages that this viewer has been sent. */
  long delivered() {
    return delivered;
  }

  /** Packets that were left out since this viewer was too slow for them. */
  long dropped() {
    return dropped;
  }

  /** How it goes, for the status. */
  ViewerFigures figures(String kind) {
    return new ViewerFigures(id, kind, came, delivered, dropped, perSecond, PartOptions.NONE);
  }

  /** How it went, for the log. */
  @Override
  public String toString() {
    return "%d messages sent, %d packets dropped".formatted(delivered, dropped);
  }
}
