package dev.sightline.bus;

import dev.sightline.frame.Stretch;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Where an ordered stream comes out on one event loop: a short queue of stretches, the first of
 * which begins at a start.
 *
 * <p>A busy event loop is not waited for: beyond {@link #MAX_STRETCHES} or {@link #MAX_BYTES} the
 * queue is emptied and counted as dropped, and the next stretch is one at a start. So it is after a
 * standstill of the process. Memory is bounded by that for each event loop.
 */
public final class StretchTap extends Tap {

  /** Who takes the stretches. */
  public interface Listener extends Tap.Listener {

    /**
     * The next bytes. If they don't go on where those before ended, or are of another epoch, bytes
     * were lost, and these begin at a start.
     */
    void stretch(Stretch stretch);
  }

  static final int MAX_STRETCHES = 64;
  static final int MAX_BYTES = 4 << 20;

  private final Listener listener;
  private final Standstills standstills;
  private final Counter dropped;
  private final Queue<Stretch> queue = new ArrayDeque<>();
  private int queued;
  private int era;
  private boolean waitsForStart = true;
  private boolean begun;

  StretchTap(
      Context context,
      Listener listener,
      Standstills standstills,
      Counter dropped,
      Consumer<Tap> onClose) {
    super(context, listener, onClose);
    this.listener = listener;
    this.standstills = standstills;
    this.era = standstills.count();
    this.dropped = dropped;
  }

  void offer(Stretch stretch) {
    if (put(stretch)) {
      tell(this::take);
    }
  }

  /** Returns whether the queue was empty before, so that somebody must come for it. */
  private synchronized boolean put(Stretch stretch) {
    dropOutdated();
    if (queue.size() == MAX_STRETCHES || queued + stretch.size() > MAX_BYTES) {
      drop();
    }
    if (waitsForStart && !stretch.isStart()) {
      dropped.increment(begun ? stretch.size() : 0);
      return false;
    }
    waitsForStart = false;
    begun = true;
    queued += stretch.size();
    queue.add(stretch);
    return queue.size() == 1;
  }

  /** What lay here while the process stood still is old, and nothing can follow it. */
  private void dropOutdated() {
    int now = standstills.count();
    if (now != era) {
      era = now;
      drop();
    }
  }

  private void drop() {
    dropped.increment(queued);
    queue.clear();
    queued = 0;
    waitsForStart = true;
  }

  private void take() {
    takeAll().forEach(listener::stretch);
  }

  private synchronized List<Stretch> takeAll() {
    dropOutdated();
    List<Stretch> all = List.copyOf(queue);
    queue.clear();
    queued = 0;
    return all;
  }
}
