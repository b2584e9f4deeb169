package dev.sightline.edge;

import dev.sightline.bus.Standstills;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The newest messages of an MPEG-TS stream on one event loop, for viewers who are a little behind
 * and for those who join. Each has a number, counted from 0. Used on that event loop.
 *
 * <p>Kept are at most {@link #MOST_BYTES} and what came within {@link #LONGEST}, in scarce memory
 * {@link #SCARCE_BYTES}; the oldest go first. A stream whose starts are further apart has none here
 * at times: who waits for one then waits for the next. After a standstill of this process nothing
 * of before is kept.
 */
final class TsRing {

  static final int MOST_BYTES = 1 << 20;
  static final int SCARCE_BYTES = 128 << 10;
  static final long LONGEST = TimeUnit.SECONDS.toNanos(2);

  /**
   * A message that is kept.
   *
   * @param number counts the messages
   * @param packetsBefore counts the packets before it
   * @param at when it came, monotonic nanoseconds
   */
  record Entry(TsMessage message, long number, long packetsBefore, long at) {

    long packetsThrough() {
      return packetsBefore + message.packets();
    }
  }

  private final TsStream shared;
  private final Standstills standstills;
  private final List<Entry> entries = new ArrayList<>();
  private Entry newestStart;
  private long next;
  private long packets;
  private long bytes;
  private int standstillsBefore;

  TsRing(TsStream shared, Standstills standstills) {
    this.shared = shared;
    this.standstills = standstills;
    this.standstillsBefore = standstills.count();
  }

  /** Keeps a message, which is held for it. */
  void add(TsMessage message, long now) {
    refresh();
    Entry entry = new Entry(message, next, packets, now);
    entries.add(entry);
    next++;
    packets += message.packets();
    bytes += message.size();
    if (message.isStart()) {
      newestStart = entry;
    }
    trim(now);
  }

  /** Lets go of what there is no room for, or is too old. */
  void trim(long now) {
    refresh();
    int most = shared.isMemoryScarce() ? SCARCE_BYTES : MOST_BYTES;
    int gone = 0;
    while (gone < entries.size() && (bytes > most || now - entries.get(gone).at() > LONGEST)) {
      bytes -= entries.get(gone).message().size();
      gone++;
    }
    forget(gone);
  }

  /** Lets go of what came before this process stood still. */
  void refresh() {
    int before = standstillsBefore;
    standstillsBefore = standstills.count();
    if (standstillsBefore != before) {
      clear();
    }
  }

  private void forget(int count) {
    List<Entry> oldest = entries.subList(0, count);
    oldest.forEach(entry -> shared.letGo(entry.message()));
    oldest.clear();
    if (newestStart != null && newestStart.number() < first()) {
      newestStart = null;
    }
  }

  void clear() {
    bytes = 0;
    forget(entries.size());
  }

  /** The number of the oldest message, or of the next to come if there is none. */
  long first() {
    return next - entries.size();
  }

  /** Null if it is not here any more, or hasn't come yet. */
  Entry get(long number) {
    long index = number - first();
    return index >= 0 && index < entries.size() ? entries.get((int) index) : null;
  }

  /** The newest message that a decoder can begin with; null when there is none. */
  Entry newestStart() {
    return newestStart;
  }
}
