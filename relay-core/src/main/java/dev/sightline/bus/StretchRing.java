package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The latest bytes of an ordered stream at its ingest, for the edges to take as they can.
 *
 * <p>Holds {@link #MAX_BYTES} and {@link #MAX_AGE}; what goes beyond falls out and is gone. An edge
 * gets what follows the bytes that it has. When those have fallen out it goes on at the newest
 * start, or waits for the next one if the ring has none. It goes on at the newest start also when
 * it is more than {@link #LATE} behind and that start is ahead of it: a link that is too thin for
 * the stream brings pieces of it that are fresh, and not all of it ever later.
 *
 * <p>Of a stream whose starts are further apart than the ring reaches, who joins waits for the next
 * start; who follows it notices nothing.
 */
final class StretchRing {

  static final int MAX_BYTES = 4 << 20;

  static final long MAX_AGE = TimeUnit.SECONDS.toNanos(10);

  /** An edge this far behind the newest bytes goes on at the newest start, nanoseconds. */
  static final long LATE = TimeUnit.SECONDS.toNanos(3);

  /** Most bytes that are handed out at once: 256 KiB, but whole packets of MPEG-TS. */
  static final int MAX_RUN = (256 << 10) / 188 * 188;

  private static final long NONE = -1;

  private record Entry(Stretch stretch, long at) {}

  private final NavigableMap<Long, Entry> entries = new TreeMap<>();
  private Epoch epoch;
  private long end;
  private long newestStart = NONE;
  private int bytes;

  /** Position after all that was ever appended. */
  long end() {
    return end;
  }

  int bytes() {
    return bytes;
  }

  /** Adds the newest bytes. If they don't go on where the ones before ended, those are dropped. */
  void append(Stretch stretch, long now) {
    if (stretch.position() != end || !stretch.epoch().equals(epoch)) {
      clear();
    }
    epoch = stretch.epoch();
    for (int from = 0; from < stretch.size(); from += MAX_RUN) {
      add(piece(stretch, from), now);
    }
    expire(now);
  }

  /** Hardly any stretch is longer than a run, and so none is ever divided later. */
  private static Stretch piece(Stretch stretch, int from) {
    if (stretch.size() <= MAX_RUN) {
      return stretch;
    }
    return new Stretch(
        stretch.stream(),
        stretch.epoch(),
        stretch.position() + from,
        stretch.isStart() && from == 0,
        stretch.bytes().slice(from, Math.min(stretch.size(), from + MAX_RUN)));
  }

  private void add(Stretch stretch, long now) {
    entries.put(stretch.position(), new Entry(stretch, now));
    bytes += stretch.size();
    end = stretch.end();
    if (stretch.isStart()) {
      newestStart = stretch.position();
    }
    while (bytes > MAX_BYTES) {
      removeOldest();
    }
  }

  /** Lets what is too old fall out. */
  void expire(long now) {
    while (!entries.isEmpty() && now - entries.firstEntry().getValue().at() > MAX_AGE) {
      removeOldest();
    }
  }

  private void removeOldest() {
    Stretch oldest = entries.pollFirstEntry().getValue().stretch();
    bytes -= oldest.size();
    if (oldest.position() == newestStart) {
      newestStart = NONE;
    }
  }

  /** Empties it; an edge that has come to the end goes on there all the same. */
  void clear() {
    entries.clear();
    newestStart = NONE;
    bytes = 0;
  }

  /**
   * What an edge gets next: whole stretches of no more than {@code limit} bytes together, but one
   * at least if there is any.
   *
   * @param from what it has asked for; null for the newest start
   */
  List<Stretch> after(Bookmark from, long limit) {
    long begin = begin(from);
    List<Stretch> stretches = new ArrayList<>();
    if (begin != NONE) {
      long size = 0;
      for (Entry entry : entries.tailMap(entries.floorKey(begin)).values()) {
        Stretch next = from(begin, entry.stretch());
        size += next.size();
        if (size > limit && !stretches.isEmpty()) {
          break;
        }
        stretches.add(next);
      }
    }
    return stretches;
  }

  /** An edge that was served by another node may stand amid what is one stretch here. */
  private static Stretch from(long position, Stretch stretch) {
    if (position <= stretch.position()) {
      return stretch;
    }
    int left = (int) (stretch.end() - position);
    return new Stretch(
        stretch.stream(),
        stretch.epoch(),
        position,
        false,
        stretch.bytes().slice(stretch.size() - left, stretch.size()));
  }

  private long begin(Bookmark from) {
    if (from == null || !from.epoch().equals(epoch) || from.position() > end) {
      return newestStart;
    }
    Entry next = at(from.position());
    if ((next == null || isLate(next)) && newestStart > from.position()) {
      return newestStart;
    }
    return next == null ? NONE : from.position();
  }

  private Entry at(long position) {
    Map.Entry<Long, Entry> found = entries.floorEntry(position);
    return found == null || found.getValue().stretch().end() <= position ? null : found.getValue();
  }

  private boolean isLate(Entry entry) {
    return entries.lastEntry().getValue().at() - entry.at() > LATE;
  }
}
