package dev.sightline.edge;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The drop policy toward viewers, and the only place that drops a frame for a slow one: at most one
 * write under way, and when that has left, the newest frame there is then.
 *
 * <p>A write is over when the operating system has taken all of it, so a slow viewer costs one
 * frame of memory and gets fewer but fresh pictures. Frames between are dropped and counted.
 *
 * <p>Used on the viewer's event loop. Next: {@link MultipartViewer}, {@link WebSocketViewer}
 */
final class LatestFrameWriter {

  /** Where frames go. */
  interface Sink {

    /**
     * Writes these bytes.
     *
     * @return true when they have left already; else {@link #left} is called when they have
     */
    boolean write(SharedBuffer bytes, LatestFrameWriter writer);

    /** Gives the viewer up, together with what is under way to it. */
    void abandon();
  }

  private enum State {
    /** Nothing is under way. */
    READY,
    /** A frame is under way. */
    WRITING,
    /** A frame is under way, and there is a newer one. */
    BEHIND,
    /** A frame is under way, and it is the last one. */
    LAST,
    /** No frame is sent any more. */
    ENDED
  }

  private final Sink sink;
  private final WireForm form;
  private final FrameRateCap cap;
  private final StreamFeed feed;
  private final LongSupplier clock;
  private final long since;

  private State state = State.READY;
  private long writingSince;
  private int size;
  private long delivered;
  private long dropped;
  private boolean heldBack;
  private Runnable whenDone;

  /**
   * @param clock monotonic nanoseconds
   */
  LatestFrameWriter(
      Sink sink, WireForm form, FrameRateCap cap, StreamFeed feed, LongSupplier clock) {
    this.sink = sink;
    this.form = form;
    this.cap = cap;
    this.feed = feed;
    this.clock = clock;
    this.since = clock.getAsLong();
  }

  /** Takes the newest frame, now or later, or leaves it out. */
  void offer(OutboundFrame frame) {
    leaveOutHeldBack();
    if (cap.admits(frame.arrivedAt())) {
      admit(frame);
    } else {
      heldBack = true;
    }
  }

  /** A frame that was held back may still be shown, so it counts as left out only now. */
  private void leaveOutHeldBack() {
    if (heldBack) {
      heldBack = false;
      feed.counts().heldBack();
    }
  }

  private void admit(OutboundFrame frame) {
    switch (state) {
      case READY -> write(frame);
      case WRITING -> state = State.BEHIND;
      case BEHIND -> drop();
      case LAST, ENDED -> {}
    }
  }

  private void drop() {
    dropped++;
    feed.counts().dropped();
  }

  private void write(OutboundFrame frame) {
    Optional<SharedBuffer> bytes = frame.in(form);
    if (bytes.isEmpty()) {
      feed.counts().droppedForMemory();
      return;
    }
    state = State.WRITING;
    size = frame.frame().size();
    if (sink.write(bytes.get(), this)) {
      left(true);
    } else {
      writingSince = clock.getAsLong();
    }
  }

  /** What was under way has left, or never will. */
  void left(boolean succeeded) {
    if (state == State.ENDED) {
      return;
    }
    if (!succeeded) {
      abandon();
      return;
    }
    count();
    State before = state;
    state = State.READY;
    switch (before) {
      case BEHIND -> catchUp();
      case LAST -> finish(whenDone);
      default -> {}
    }
  }

  /** The newest may be one that was held back; then the one that was due is left out for it. */
  private void catchUp() {
    leaveOutHeldBack();
    OutboundFrame newest = feed.newest();
    if (newest == null) {
      drop();
    } else {
      write(newest);
    }
  }

  private void count() {
    if (delivered == 0) {
      feed.counts().firstDelivered(clock.getAsLong() - since);
    }
    delivered++;
    feed.counts().delivered(size);
  }

  /**
   * To be called every second. Gives the viewer up if the write under way has lasted for too long;
   * and shows a viewer with a cap the last frame, when it was held back and none has followed.
   *
   * @param patience nanoseconds
   */
  void everySecond(long patience) {
    long now = clock.getAsLong();
    if (isWriting()) {
      if (now - writingSince > patience) {
        feed.counts().gaveUp();
        abandon();
      }
    } else if (heldBack && feed.newest() != null && cap.admits(now)) {
      heldBack = false;
      admit(feed.newest());
    }
  }

  private boolean isWriting() {
    return state == State.WRITING || state == State.BEHIND || state == State.LAST;
  }

  /**
   * Begins no further frame, and calls {@code then} when nothing is under way. A viewer that never
   * takes what is under way is given up as ever.
   */
  void finish(Runnable then) {
    whenDone = then;
    switch (state) {
      case READY -> {
        end();
        then.run();
      }
      case WRITING -> state = State.LAST;
      case BEHIND -> {
        drop();
        state = State.LAST;
      }
      case LAST, ENDED -> {}
    }
  }

  /** Begins no further frame; one under way still leaves. */
  void end() {
    state = State.ENDED;
  }

  private void abandon() {
    end();
    sink.abandon();
  }

  /** Frames that this viewer has been sent. */
  long delivered() {
    return delivered;
  }

  /** Frames that were left out since this viewer had not taken the one before. */
  long dropped() {
    return dropped;
  }

  /** How it went, for the log. */
  @Override
  public String toString() {
    return "%d frames sent, %d dropped".formatted(delivered, dropped);
  }
}
