package dev.sightline.edge;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The drop policy toward viewers, and the only place that drops a frame for a slow one: at most one
 * write under way and one frame waiting, which is always the newest.
 *
 * <p>A write is over when the operating system has taken all of it, so a slow viewer costs one
 * frame of memory and gets fewer but fresh pictures. A viewer whose write makes no progress for
 * {@code patience} is given up.
 *
 * <p>Next: {@link MultipartViewer}, {@link WebSocketViewer}
 */
final class LatestFrameWriter {

  /** Where frames go. */
  interface Sink {

    /** Writes a frame; the future completes when it has left. */
    Future<Void> write(OutboundFrame frame);

    /** Gives the viewer up. */
    void abandon();
  }

  private final Sink sink;
  private final EdgeStream counts;
  private final long patience;
  private final LongSupplier clock;
  private final long since;
  private OutboundFrame waiting;
  private boolean any;
  private boolean writing;
  private long writingSince;

  /**
   * @param clock monotonic nanoseconds
   */
  LatestFrameWriter(Sink sink, EdgeStream counts, Duration patience, LongSupplier clock) {
    this.sink = sink;
    this.counts = counts;
    this.patience = patience.toNanos();
    this.clock = clock;
    this.since = clock.getAsLong();
  }

  void offer(OutboundFrame frame) {
    if (!writing) {
      write(frame);
      return;
    }
    if (waiting != null) {
      counts.dropped();
    }
    waiting = frame;
  }

  /** Gives the viewer up if the write under way has lasted too long; to be called now and then. */
  void checkPatience() {
    if (writing && clock.getAsLong() - writingSince > patience) {
      sink.abandon();
    }
  }

  private void write(OutboundFrame frame) {
    writing = true;
    writingSince = clock.getAsLong();
    sink.write(frame).onComplete(done -> written(frame, done.succeeded()));
  }

  private void written(OutboundFrame frame, boolean succeeded) {
    if (!succeeded) {
      sink.abandon();
      return;
    }
    count(frame);
    writing = false;
    if (waiting != null) {
      OutboundFrame next = waiting;
      waiting = null;
      write(next);
    }
  }

  private void count(OutboundFrame frame) {
    counts.delivered(frame.frame().size());
    if (!any) {
      any = true;
      counts.firstDelivered(clock.getAsLong() - since);
    }
  }
}
