package dev.sightline.bus;

import dev.sightline.frame.Frame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One edge pulling one stream, as the ingest sees it: the asks it holds for it, and how far the
 * edge has been served. Two asks never yield the same frame.
 */
final class Pull {

  /** Asks held at most; beyond that the oldest is forgotten, and expires at the edge. */
  static final int MAX_ASKS = 16;

  /** After an answer the next ask is due within this time, over any usable link; nanoseconds. */
  static final long NEXT_ASK = TimeUnit.SECONDS.toNanos(2);

  private record HeldAsk(Consumer<Answer> answer, long since) {}

  private final Outlet outlet;
  private final EdgeLine line;
  private final Deque<HeldAsk> asks = new ArrayDeque<>();
  private long through = -1;
  private int missed;
  private int viewers;
  private boolean over;
  private long askedAt;
  private long answeredAt;

  Pull(Outlet outlet, EdgeLine line) {
    this.outlet = outlet;
    this.line = line;
  }

  Outlet outlet() {
    return outlet;
  }

  EdgeLine line() {
    return line;
  }

  /**
   * @param watching how many watch the stream there
   */
  void hold(Consumer<Answer> answer, int watching, long now) {
    viewers = watching;
    if (asks.size() == MAX_ASKS) {
      asks.poll();
    }
    asks.add(new HeldAsk(answer, now));
    askedAt = now;
  }

  boolean isAsking() {
    return !asks.isEmpty();
  }

  /**
   * Whether the edge wants this stream: it asks, or was answered so lately that its next ask is on
   * the way. An edge that is done says so, and this pull is forgotten.
   */
  boolean isWanted(long now) {
    return isAsking() || now - answeredAt < NEXT_ASK;
  }

  /** How many watch the stream there, as of the edge's last ask. */
  int viewers() {
    return viewers;
  }

  /** When the edge last asked. */
  long askedAt() {
    return askedAt;
  }

  /** The frame to send next; null when the edge has the newest or there is none. */
  Frame next() {
    Frame newest = outlet.newest();
    return newest != null && newest.sequence() > through ? newest : null;
  }

  /** A newer frame found no ask waiting. */
  void miss() {
    missed++;
  }

  /**
   * Answers the oldest ask with {@code frame}, the newest.
   *
   * @return how many frames the edge was not given since the one before, on purpose
   */
  long answer(Frame frame, long position, long now) {
    answeredAt = now;
    asks.poll().answer().accept(Answer.of(position, through, missed, outlet.newestAge(now), frame));
    long dropped = through < 0 ? 0 : frame.sequence() - through - 1;
    through = frame.sequence();
    missed = 0;
    return dropped;
  }

  /** Answers the asks that were held for longer than {@code hold} with "nothing yet". */
  void answerHeldFor(long hold, long now) {
    while (isAsking() && now - asks.peek().since() > hold) {
      answeredAt = now;
      answerNothingYet();
    }
  }

  /** Answers all asks with "nothing yet", so that none of them expires at the edge. */
  void answerAll() {
    while (isAsking()) {
      answerNothingYet();
    }
  }

  /** The stream is over, which the edge is told by the asks it has open or else by its next one. */
  void end() {
    over = true;
    tellEnd();
  }

  /** Tells an edge that asks of the end, if there was one that it doesn't know; true if so. */
  boolean tellEnd() {
    boolean told = over && isAsking();
    while (over && isAsking()) {
      asks.poll().answer().accept(Answer.over(line.window().position()));
    }
    if (told) {
      over = false;
      viewers = 0;
    }
    return told;
  }

  private void answerNothingYet() {
    asks.poll().answer().accept(Answer.nothingYet(line.window().position()));
  }
}
