package dev.sightline.bus;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The way to one edge: its window, and the streams that wait for room in it.
 *
 * <p>A waiting stream is only marked; which frame it gets is decided when there is room, and is the
 * newest then. What is not sent is not queued. Bytes of an ordered stream wait in its ring.
 */
final class EdgeLine {

  private final String edge;
  private final EdgeWindow window;
  private final Set<Pull> marked = new LinkedHashSet<>();
  private long heardAt;

  /** Position after the last answer that was cut to the room there was. */
  private long cutAt = -1;

  EdgeLine(String edge, EdgeWindow window) {
    this.edge = edge;
    this.window = window;
  }

  String edge() {
    return edge;
  }

  EdgeWindow window() {
    return window;
  }

  long heardAt() {
    return heardAt;
  }

  void hear(long position, long now) {
    heardAt = now;
    window.acknowledge(position, position <= cutAt || !marked.isEmpty());
    serve(now);
  }

  /**
   * Tells of a stream that has a newer frame: puts it at the end of the row, unless it stands there
   * already, and sends what may go. The frame has missed an ask only if the stream doesn't wait for
   * room anyway; more asks would not bring it sooner.
   */
  void offer(Pull pull, long now) {
    if (pull.isAsking()) {
      marked.add(pull);
      serve(now);
    } else if (!marked.contains(pull)) {
      pull.miss();
    }
  }

  void forget(Pull pull) {
    marked.remove(pull);
  }

  /**
   * Sends to the marked streams in turn while there is room. A stream without an ask keeps its
   * place: its ask is on the way, and unmarking it would starve it whenever a round of all streams
   * takes longer than an ask is held.
   */
  private void serve(long now) {
    Iterator<Pull> row = marked.iterator();
    while (row.hasNext()) {
      Pull pull = row.next();
      int due = pull.due();
      if (due == 0) {
        row.remove();
      } else if (pull.isAsking()) {
        if (!window.hasRoomFor(due)) {
          return;
        }
        row.remove();
        if (pull.answer(now)) {
          cutAt = window.position();
        }
      }
    }
  }

  /** Drops the marks of streams that this edge has not asked for since {@code limit}. */
  void everySecond(long limit) {
    marked.removeIf(pull -> !pull.isAsking() && pull.askedAt() - limit < 0);
    window.everySecond();
  }
}
