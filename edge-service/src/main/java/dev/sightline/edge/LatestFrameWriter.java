package dev.sightline.edge;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
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
final class LatestFrameWriter implements ViewerChannel.Follower {

  /** Where frames go, each in the form that the viewer wants. */
  interface Sink {

    /**
     * Whether a frame may be written now; if not, {@link #proceed} is to be called as soon as one
     * may.
     */
    boolean isReady(LatestFrameWriter writer);

    /** Writes a frame; if that is not over at once, {@link #left} is called when it is. */
    Outcome write(OutboundFrame frame, LatestFrameWriter writer);

    /** Bytes that the system hasn't taken yet; fewer than before are progress. */
    long waiting();

    /** Gives the viewer up, together with what is under way to it. */
    void abandon();
  }

  /** What has become of a frame that was to be written. */
  enum Outcome {
    /** The operating system has taken all of it. */
    LEFT,
    /** It waits for the viewer. */
    UNDER_WAY,
    /** There was no memory for it, so nothing was written. */
    NO_ROOM
  }

  private enum State {
    /** Nothing is under way. */
    READY,
    /** A frame is under way. */
    WRITING,
    /** A frame is under way, and it is the last one. */
    LAST,
    /** No frame is sent any more. */
    ENDED
  }

  /** With so many turns of the second without a frame there was none for one to two seconds. */
  private static final int SILENCE = 2;

  /** And with so many there was none for hardly more than nine, since ten is what proxies take. */
  private static final int LONG_SILENCE = 10;

  private final String id = Long.toHexString(ThreadLocalRandom.current().nextLong());
  private final Instant came = Instant.now();
  private final Sink sink;
  private final FrameRateCap cap;
  private final StreamFeed feed;
  private final LongSupplier clock;
  private final long since;

  private final WriteProgress progress = new WriteProgress();

  private State state = State.READY;

  /** The newest frame, or one before it, is to be shown as soon as it can be. */
  private boolean due;

  /** The newest frame is left out since it came too soon for the viewer's rate. */
  private boolean heldBack;

  /** What is under way is the offline card. */
  private boolean card;

  /** Something has been shown. */
  private boolean shown;

  /** What is under way is the frame before once more. */
  private boolean repeating;

  private boolean repeated;
  private boolean quiet;
  private int silentSeconds;
  private int size;
  private long delivered;
  private long dropped;
  private long deliveredBefore;
  private int framesPerSecond;
  private Runnable whenDone;

  /**
   * @param clock monotonic nanoseconds
   */
  LatestFrameWriter(Sink sink, FrameRateCap cap, StreamFeed feed, LongSupplier clock) {
    this.sink = sink;
    this.cap = cap;
    this.feed = feed;
    this.clock = clock;
    this.since = clock.getAsLong();
  }

  /** Takes the newest frame, now or later, or leaves it out. */
  void offer(OutboundFrame frame) {
    if (isOver()) {
      return;
    }
    leaveOutHeldBack();
    if (!cap.admits(frame.arrivedAt())) {
      heldBack = true;
      return;
    }
    if (due) {
      drop();
    }
    due = true;
    proceed();
  }

  /** A frame that was held back may still be shown, so it counts as left out only now. */
  private void leaveOutHeldBack() {
    if (heldBack) {
      heldBack = false;
      feed.counts().heldBack();
    }
  }

  private void drop() {
    dropped++;
    feed.counts().dropped();
  }

  /**
   * Writes the newest frame if one is due and the sink is ready. The newest may be one that was
   * held back; then the one that was due is left out for it.
   */
  void proceed() {
    if (state != State.READY || !due) {
      return;
    }
    OutboundFrame newest = feed.newest();
    if (newest == null) {
      due = false;
      drop();
    } else if (sink.isReady(this)) {
      due = false;
      leaveOutHeldBack();
      write(newest, false);
    }
  }

  private void write(OutboundFrame frame, boolean again) {
    repeating = again;
    repeated = again;
    card = frame.isCard();
    size = frame.frame().size();
    state = State.WRITING;
    switch (sink.write(frame, this)) {
      case LEFT -> left(true);
      case UNDER_WAY -> progress.begin(clock.getAsLong(), sink.waiting());
      case NO_ROOM -> {
        state = State.READY;
        feed.counts().droppedForMemory();
      }
    }
  }

  /**
   * To be called by the sink within {@link Sink#write} when more goes out than the bare picture.
   *
   * @param bytes all that is written of this frame
   */
  void wrote(int bytes) {
    size = bytes;
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
    count();
    silentSeconds = 0;
    quiet = false;
    boolean last = state == State.LAST;
    state = State.READY;
    if (last) {
      finish(whenDone);
    } else {
      proceed();
    }
  }

  private void count() {
    shown = true;
    if (repeating) {
      feed.counts().repeated(size);
      return;
    }
    if (card) {
      feed.counts().cardShown(size);
      return;
    }
    if (delivered == 0) {
      feed.counts().firstDelivered(clock.getAsLong() - since);
    }
    delivered++;
    feed.counts().delivered(size);
  }

  /**
   * To be called every second. Gives the viewer up if the write under way makes no progress, or
   * takes too long in all; and shows a viewer with a cap the last frame, when it was held back and
   * none has followed.
   */
  void everySecond(Patience patience) {
    framesPerSecond = (int) (delivered - deliveredBefore);
    deliveredBefore = delivered;
    long now = clock.getAsLong();
    if (isWriting()) {
      if (progress.isTooSlow(now, sink.waiting(), patience)) {
        feed.counts().gaveUp();
        abandon();
      }
    } else if (heldBack && feed.newest() != null && cap.admits(now)) {
      heldBack = false;
      due = true;
      proceed();
    }
  }

  /**
   * To be called every second for viewers who know the end of a frame by the next one, or sit
   * behind proxies that end silent connections: sends the newest frame again after one to two
   * seconds without any, unless that is what the viewer asked for, and from then on every ten. No
   * repeat takes the place of a frame.
   */
  void repeatAfterSilence() {
    silentSeconds++;
    boolean first = !repeated && silentSeconds >= SILENCE && cap.isDue(clock.getAsLong());
    if (first || silentSeconds >= LONG_SILENCE) {
      repeat();
    }
  }

  /**
   * To be called a few times a second for viewers who show a frame only when another follows: sends
   * the newest again, once, when none has left since the last call.
   */
  void repeatAtEndOfBurst() {
    if (quiet && !repeated) {
      repeat();
    }
    quiet = true;
  }

  /** Sends the newest frame again if it has been shown. */
  private void repeat() {
    OutboundFrame newest = feed.newest();
    if (newest != null && shown && !due && !heldBack && state == State.READY) {
      write(newest, true);
    }
  }

  private boolean isWriting() {
    return state == State.WRITING || state == State.LAST;
  }

  private boolean isOver() {
    return state == State.LAST || state == State.ENDED;
  }

  /**
   * Begins no further frame, and calls {@code then} when nothing is under way. A viewer that never
   * takes what is under way is given up as ever.
   */
  void finish(Runnable then) {
    whenDone = then;
    if (due) {
      due = false;
      drop();
    }
    switch (state) {
      case READY -> {
        end();
        then.run();
      }
      case WRITING -> state = State.LAST;
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

  /** Frames that this viewer has been sent, repeats not counted. */
  long delivered() {
    return delivered;
  }

  /** Frames that were left out since this viewer had not taken the one before. */
  long dropped() {
    return dropped;
  }

  /** Frames of the last second. */
  int framesPerSecond() {
    return framesPerSecond;
  }

  /** Tells this viewer from the others; what it says of the viewer is nothing. */
  String id() {
    return id;
  }

  /** How it goes, for the status. */
  ViewerFigures figures(String kind) {
    return new ViewerFigures(id, kind, came, delivered, dropped, framesPerSecond, PartOptions.NONE);
  }

  /** How it went, for the log. */
  @Override
  public String toString() {
    return "%d frames sent, %d dropped".formatted(delivered, dropped);
  }
}
