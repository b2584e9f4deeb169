package dev.sightline.edge;

import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.StretchTap;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.Stretch;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * One MPEG-TS stream on one event loop: its newest messages and the viewers who get them.
 *
 * <p>It is tapped while it has viewers. No viewer waits for another: each goes through the ring of
 * messages at its own speed. While nobody uploads they stay and get nothing; what comes after a
 * loss begins at a start. A message that finds no room in memory is lost for all, up to the next
 * start.
 *
 * <p>Next: {@link TsMessage}, {@link TsWriter}
 */
final class TsFeed implements Feed<TsViewer>, StretchTap.Listener {

  private final Context loop = Vertx.currentContext();
  private final TsStream shared;
  private final TsCounts counts;
  private final TsRing ring;
  private final StretchTap tap;
  private final TsGathering gathering = new TsGathering();
  private final ViewerList<TsViewer> viewers = new ViewerList<>();

  /** Read on the bus's event loop too. */
  private volatile int watching;

  private boolean lacksRoom;
  private boolean ended;
  private boolean closed;

  /** To be made on the event loop. */
  TsFeed(TsStream shared, FrameReceiver receiver) {
    this.shared = shared;
    this.counts = new TsCounts(shared);
    this.ring = new TsRing(shared, receiver.standstills());
    this.tap = receiver.openOrdered(stream(), this, () -> watching);
  }

  @Override
  public StreamId stream() {
    return shared.stream().stream();
  }

  TsCounts counts() {
    return counts;
  }

  /** For a viewer that is to be added. */
  TsWriter newWriter(TsWriter.Sink sink) {
    return new TsWriter(sink, ring, counts, System::nanoTime);
  }

  /** One who was let in while the stream was removed finds others still here, but no stream. */
  @Override
  public void add(TsViewer viewer) {
    viewers.add(viewer);
    watching++;
    shared.stream().viewerCame();
    if (ended) {
      viewer.dismiss();
    } else {
      ring.trim(System.nanoTime());
      viewer.proceed();
    }
  }

  @Override
  public boolean remove(Viewer viewer) {
    boolean removed = viewers.remove(viewer);
    if (removed) {
      watching--;
      shared.stream().viewerLeft();
    }
    return removed;
  }

  @Override
  public boolean isDeserted() {
    return viewers.isEmpty();
  }

  @Override
  public void everySecond(Patience patience) {
    ring.trim(System.nanoTime());
    viewers.visit(viewer -> viewer.everySecond(patience));
    counts.report();
    shared.stream().show(this, viewers.figures(EdgeStream.MOST_SHOWN));
  }

  @Override
  public void close() {
    closed = true;
    tap.close();
    ring.clear();
    shared.stream().hide(this);
    counts.report();
  }

  @Override
  public void stretch(Stretch stretch) {
    ended = false;
    if (gathering.add(stretch)) {
      loop.runOnContext(v -> deliver());
    }
  }

  private void deliver() {
    gathering.drain(this::deliver);
    counts.report();
  }

  /**
   * Viewers proceed after each message: a turn may bring more than the ring keeps. The last of them
   * may leave by that and take this feed along.
   */
  private void deliver(TsDraft draft) {
    if (!closed) {
      enter(draft);
      viewers.visit(TsViewer::proceed);
    }
  }

  private void enter(TsDraft draft) {
    Optional<TsMessage> message =
        lacksRoom && !draft.isStart() ? Optional.empty() : shared.message(draft);
    lacksRoom = message.isEmpty();
    message.ifPresentOrElse(
        made -> ring.add(made, System.nanoTime()), () -> counts.droppedForMemory(draft.packets()));
  }

  /** What comes next begins at a start, and viewers just go on with it. */
  @Override
  public void lost() {}

  /** They leave one by one, and the last of them takes this feed along. */
  @Override
  public void ended() {
    ended = true;
    viewers.visit(Viewer::dismiss);
  }
}
