package dev.sightline.edge;

import dev.sightline.bus.Arrival;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.FrameTap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
  private final FrameTap tap;
  private final Set<Viewer> viewers = new LinkedHashSet<>();
  private OutboundFrame newest;

  StreamFeed(EdgeStream shared, FrameReceiver receiver) {
    this.shared = shared;
    this.tap = receiver.open(shared.stream(), this);
  }

  void add(Viewer viewer) {
    viewers.add(viewer);
    shared.viewerCame();
    if (newest != null) {
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

  void checkPatience() {
    List.copyOf(viewers).forEach(Viewer::checkPatience);
  }

  void close() {
    tap.close();
  }

  @Override
  public void frame(Arrival arrival) {
    newest = shared.outbound(arrival);
    for (Viewer viewer : viewers.toArray(new Viewer[0])) {
      viewer.offer(newest);
    }
  }

  @Override
  public void lost() {
    newest = null;
  }
}
