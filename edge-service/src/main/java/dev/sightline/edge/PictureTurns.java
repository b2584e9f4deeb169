package dev.sightline.edge;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Whose picture is next on a socket that many streams share: one is under way at a time, each costs
 * one of the client's credits, and those who have one to send take turns, so that a stream with
 * many pictures can't keep the others waiting for longer than one of its own.
 *
 * <p>Who waits has no picture here but the wish to send one: its newest is taken when it is its
 * turn. Used on the socket's event loop.
 */
final class PictureTurns {

  /** What a client grants beyond these is forgotten. */
  static final int MOST_CREDITS = 64;

  private final Set<LatestFrameWriter> waiting = new LinkedHashSet<>();
  private LatestFrameWriter called;
  private int credits;
  private long sent;
  private boolean taken;

  /** The client takes so many more pictures. */
  void grant(int pictures) {
    credits = Math.min(MOST_CREDITS, credits + pictures);
    callNext();
  }

  /** Whether it is this one's turn; if not, it is called when it is. */
  boolean isTurnOf(LatestFrameWriter writer) {
    boolean free = credits > 0 && !taken;
    if (free && (writer == called || waiting.isEmpty())) {
      return true;
    }
    waiting.add(writer);
    return false;
  }

  /** A picture is being sent. */
  void take() {
    credits--;
    taken = true;
  }

  /** It has left, or never will. */
  void release() {
    taken = false;
    sent++;
  }

  /** Calls those who wait, one after the other, until a picture is under way or no credit left. */
  void callNext() {
    while (credits > 0 && !taken && !waiting.isEmpty()) {
      Iterator<LatestFrameWriter> first = waiting.iterator();
      called = first.next();
      first.remove();
      called.proceed();
      called = null;
    }
  }

  /** This one sends nothing any more. */
  void leave(LatestFrameWriter writer) {
    waiting.remove(writer);
  }

  /** How many pictures are no longer under way. */
  long sent() {
    return sent;
  }
}
