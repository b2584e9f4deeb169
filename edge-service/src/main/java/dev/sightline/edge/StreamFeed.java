package dev.sightline.edge;

import dev.sightline.bus.Arrival;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.FrameTap;
import dev.sightline.bus.Standstills;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import java.time.Duration;

/**
 * One stream on one event loop: the newest frame and the viewers who get it.
 *
 * <p>It is tapped while it has viewers. No viewer waits for another, and one who joins gets the
 * newest frame at once while the camera is live. Frames give way to the offline card, and that to
 * the next frame. A frame from before a standstill of this process is shown to nobody any more;
 * only what was half written goes on, since a viewer couldn't make out where it ends.
 *
 * <p>Next: {@link OutboundFrame}
 */
final class StreamFeed implements Feed<FrameViewer>, FrameTap.Listener {

  private final EdgeStream shared;
  private final Standstills standstills;
  private final DeliveryCounts counts;
  private final FrameTap tap;
  private final ViewerList<FrameViewer> viewers = new ViewerList<>();
  private OutboundFrame newest;

  /** Read on the bus's event loop too. */
  private volatile int watching;

  private long waitsSince = System.nanoTime();
  private boolean beenLive;
  private boolean ended;
  private boolean closed;

  StreamFeed(EdgeStream shared, FrameReceiver receiver) {
    this.shared = shared;
    this.standstills = receiver.standstills();
    this.counts = new DeliveryCounts(shared);
    this.tap = receiver.open(shared.stream(), this, () -> watching);
  }

  @Override
  public StreamId stream() {
    return shared.stream();
  }

  /**
   * What viewers are to see: the frame that shows what the camera sees, or the offline card; null
   * when there is neither. Held by this feed.
   */
  OutboundFrame newest() {
    if (newest != null && newest.isOutdated(standstills)) {
      lost();
    }
    return newest;
  }

  /** Whether there is a frame that shows what the camera sees. */
  boolean isLive() {
    OutboundFrame now = newest();
    return now != null && !now.isCard();
  }

  /** Whether there has ever been one. */
  boolean hasBeenLive() {
    return beenLive;
  }

  /** Whether such a frame may come, but there is none. */
  boolean isWaiting() {
    return !isLive() && !ended && !closed;
  }

  /** How long there has been none. */
  Duration waitsFor() {
    return Duration.ofNanos(System.nanoTime() - waitsSince);
  }

  DeliveryCounts counts() {
    return counts;
  }

  /** One who was let in while the stream was removed finds others still here, but no stream. */
  @Override
  public void add(FrameViewer viewer) {
    viewers.add(viewer);
    watching++;
    shared.viewerCame();
    OutboundFrame now = newest();
    if (ended) {
      viewer.dismiss();
    } else if (now != null) {
      viewer.offer(now);
    }
  }

  @Override
  public boolean remove(Viewer viewer) {
    boolean removed = viewers.remove(viewer);
    if (removed) {
      watching--;
      shared.viewerLeft();
    }
    return removed;
  }

  @Override
  public boolean isDeserted() {
    return viewers.isEmpty();
  }

  @Override
  public void everySecond(Patience patience) {
    viewers.visit(viewer -> viewer.everySecond(patience));
    counts.report();
    shared.show(this, viewers.figures(EdgeStream.MOST_SHOWN));
  }

  @Override
  public void close() {
    closed = true;
    tap.close();
    forget();
    shared.hide(this);
    counts.report();
  }

  @Override
  public void frame(Arrival arrival) {
    ended = false;
    beenLive = true;
    OutboundFrame before = newest;
    OutboundFrame now = shared.outbound(arrival);
    newest = now;
    viewers.visit(viewer -> viewer.offer(now));
    counts.report();
    // Only now, so that there is always a frame in the pool, which would else be given back.
    letGo(before);
  }

  /** Shows an offline picture to all viewers, those who join later too, until a frame comes. */
  @SuppressWarnings("ReferenceEquality")
  void show(Frame picture) {
    OutboundFrame before = newest;
    if (isWaiting() && (before == null || before.frame() != picture)) {
      newest = shared.card(picture);
      viewers.visit(viewer -> viewer.offer(newest));
      letGo(before);
    }
  }

  @Override
  public void lost() {
    if (newest != null && !newest.isCard()) {
      waitsSince = System.nanoTime();
      shared.lost(newest);
      forget();
    }
  }

  private void forget() {
    letGo(newest);
    newest = null;
  }

  /** They leave one by one, and the last of them takes this feed along. */
  @Override
  public void ended() {
    ended = true;
    forget();
    viewers.visit(Viewer::dismiss);
  }

  private static void letGo(OutboundFrame frame) {
    if (frame != null) {
      frame.letGo();
    }
  }
}
