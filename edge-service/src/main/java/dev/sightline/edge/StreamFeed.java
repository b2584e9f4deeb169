package dev.sightline.edge;

import dev.sightline.bus.Arrival;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.FrameTap;
import dev.sightline.frame.StreamId;

/**
 * One stream on one event loop: the newest frame and the viewers who get it.
 *
 * <p>It is tapped while it has viewers. No viewer waits for another, and one who joins gets the
 * newest frame at once while the camera is live.
 *
 * <p>Next: {@link OutboundFrame}
 */
final class StreamFeed implements FrameTap.Listener {

  private final EdgeStream shared;
  private final DeliveryCounts counts;
  private final FrameTap tap;
  private final ViewerList viewers = new ViewerList();
  private OutboundFrame newest;
  private boolean ended;

  StreamFeed(EdgeStream shared, FrameReceiver receiver) {
    this.shared = shared;
    this.counts = new DeliveryCounts(shared);
    this.tap = receiver.open(shared.stream(), this);
  }

  StreamId stream() {
    return shared.stream();
  }

  /** The frame that shows what the camera sees; null when there is none. Held by this feed. */
  OutboundFrame newest() {
    return newest;
  }

  DeliveryCounts counts() {
    return counts;
  }

  /** One who was let in while the stream was removed finds others still here, but no stream. */
  void add(Viewer viewer) {
    viewers.add(viewer);
    shared.viewerCame();
    if (ended) {
      viewer.dismiss();
    } else if (newest != null) {
      viewer.offer(newest);
    }
  }

  /** Removes a viewer and tells whether it was there. */
  boolean remove(Viewer viewer) {
    boolean removed = viewers.remove(viewer);
    if (removed) {
      shared.viewerLeft();
    }
    return removed;
  }

  boolean isDeserted() {
    return viewers.isEmpty();
  }

  void everySecond(long patience) {
    viewers.visit(viewer -> viewer.everySecond(patience));
    counts.report();
    shared.show(this, viewers.figures(EdgeStream.MOST_SHOWN));
  }

  void close() {
    tap.close();
    lost();
    shared.hide(this);
    counts.report();
  }

  @Override
  public void frame(Arrival arrival) {
    ended = false;
    OutboundFrame before = newest;
    newest = shared.outbound(arrival);
    viewers.visit(viewer -> viewer.offer(newest));
    counts.report();
    // Only now, so that there is always a frame in the pool, which would else be given back.
    letGo(before);
  }

  @Override
  public void lost() {
    letGo(newest);
    newest = null;
  }

  /** They leave one by one, and the last of them takes this feed along. */
  @Override
  public void ended() {
    ended = true;
    lost();
    viewers.visit(Viewer::dismiss);
  }

  private static void letGo(OutboundFrame frame) {
    if (frame != null) {
      frame.letGo();
    }
  }
}
