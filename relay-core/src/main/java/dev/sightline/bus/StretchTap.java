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
 * queue is emptied and counted as dropped, and the next stretch is one at a start. Memory is
 * bounded by that for each event loop.
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
  private final Counter dropped;
  private final Queue<Stretch> queue = new ArrayDeque<>();
  private int queued;
  private boolean waitsForStart = true;
  private boolean begun;

  StretchTap(Context context, Listener listener, Counter dropped, Consumer<Tap> onClose) {
    super(context, listener, onClose);
    this.listener = listener;
    this.dropped = dropped;
  }

  void offer(Stretch stretch) {
    if (put(stretch)) {
      tell(this::take);
    }
  }

  /** Returns whether the queue was empty before, so that somebody must come for it. */
  private synchronized boolean put(Stretch stretch) {
    if (queue.size() == MAX_STRETCHES || queued + stretch.size() > MAX_BYTES) {
      dropped.increment(queued);
      queue.clear();
      queued = 0;
      waitsForStart = true;
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

  private void take() {
    takeAll().forEach(listener::stretch);
  }

  private synchronized List<Stretch> takeAll() {
    List<Stretch> all = List.copyOf(queue);
    queue.clear();
    queued = 0;
    return all;
  }
}
