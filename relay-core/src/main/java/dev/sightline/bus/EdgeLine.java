package dev.sightline.bus;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The way to one edge: its window, and the streams that wait for room in it.
 *
 * <p>A waiting stream is only marked; which frame it gets is decided when there is room, and is the
 * newest then. What is not sent is not queued. Bytes of an ordered stream wait in its ring.
 *
 * <p>Every other turn is for an ordered stream, if one waits, however many streams of frames do: a
 * frame that is left out is replaced by a newer one, while an ordered stream is of little use when
 * it doesn't get all it needs. So ordered streams have half of a thin link if they need it, and
 * frames always go on beside them.
 */
final class EdgeLine {

  private final String edge;
  private final EdgeWindow window;
  private final Set<Pull> markedOrdered = new LinkedHashSet<>();
  private final Set<Pull> markedFrames = new LinkedHashSet<>();
  private long heardAt;

  /** That of the last ask. */
  private long number;

  /** Position after the last answer that was cut to the room there was. */
  private long cutAt = -1;

  private boolean lastWasOrdered;

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

  /**
   * Takes what an ask tells besides its question. One that was lost before it is treated as one
   * whose answer was lost: the edge finds a byte missing, and asks anew. So it does for nothing
   * when asks came out of turn, over an old connection and a new one.
   */
  void hear(Ask ask, long now) {
    heardAt = now;
    boolean begunAnew = ask.number() < number;
    long before = ask.kind() == Ask.Kind.PROBE ? ask.number() : ask.number() - 1;
    if (before > (begunAnew ? 0 : number)) {
      window.skip();
    }
    number = ask.number();
    window.acknowledge(ask.acknowledged(), ask.acknowledged() <= cutAt || isAnyMarked());
    serve(now);
  }

  /**
   * Tells of a stream that has a newer frame: puts it at the end of the row, unless it stands there
   * already, and sends what may go. The frame has missed an ask only if the stream doesn't wait for
   * room anyway; more asks would not bring it sooner.
   */
  void offer(Pull pull, long now) {
    if (pull.isAsking()) {
      rowOf(pull).add(pull);
      serve(now);
    } else if (!rowOf(pull).contains(pull)) {
      pull.miss();
    }
  }

  void forget(Pull pull) {
    rowOf(pull).remove(pull);
  }

  private Set<Pull> rowOf(Pull pull) {
    return pull.isOrdered() ? markedOrdered : markedFrames;
  }

  private boolean isAnyMarked() {
    return !markedOrdered.isEmpty() || !markedFrames.isEmpty();
  }

  /** Sends to the marked streams in turn while there is room. */
  private void serve(long now) {
    Pull next = next();
    while (next != null && window.hasRoomFor(next.due())) {
      rowOf(next).remove(next);
      lastWasOrdered = next.isOrdered();
      if (next.answer(now)) {
        cutAt = window.position();
      }
      next = next();
    }
  }

  private Pull next() {
    Pull ordered = firstOf(markedOrdered);
    Pull frames = firstOf(markedFrames);
    return ordered == null || (lastWasOrdered && frames != null) ? frames : ordered;
  }

  /**
   * A stream without an ask keeps its place: its ask is on the way, and unmarking it would starve
   * it whenever a round of all streams takes longer than an ask is held.
   */
  private static Pull firstOf(Set<Pull> marked) {
    Iterator<Pull> row = marked.iterator();
    while (row.hasNext()) {
      Pull pull = row.next();
      if (pull.due() == 0) {
        row.remove();
      } else if (pull.isAsking()) {
        return pull;
      }
    }
    return null;
  }

  /** Drops the marks of streams that this edge has not asked for since {@code limit}. */
  void everySecond(long limit) {
    markedOrdered.removeIf(pull -> isOld(pull, limit));
    markedFrames.removeIf(pull -> isOld(pull, limit));
    window.everySecond();
  }

  private static boolean isOld(Pull pull, long limit) {
    return !pull.isAsking() && pull.askedAt() - limit < 0;
  }
}
