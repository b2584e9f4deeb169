package dev.sightline.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One edge pulling one stream, as the ingest sees it: the asks it holds for it, and how far the
 * edge has been served.
 */
abstract class Pull {

  /** Asks held at most; beyond that the oldest is forgotten, and expires at the edge. */
  static final int MAX_ASKS = 16;

  /** After an answer the next ask is due within this time, over any usable link; nanoseconds. */
  static final long NEXT_ASK = TimeUnit.SECONDS.toNanos(2);

  private record HeldAsk(Consumer<Answer> answer, long since) {}

  private final EdgeLine line;
  private final FairPlace place = new FairPlace(this);
  private final Deque<HeldAsk> asks = new ArrayDeque<>();
  private int viewers;
  private boolean over;
  private long askedAt;
  private long answeredAt;

  Pull(EdgeLine line) {
    this.line = line;
  }

  /** Whether nothing of the stream may be left out without harm. */
  abstract boolean isOrdered();

  /** Its share of a line on which not everything fits, beside those of the others. */
  abstract int weight();

  /** Bytes that the next answer takes at least; 0 while the edge has all there is. */
  abstract int due();

  /**
   * Answers the oldest ask with what is there, as far as the window has room.
   *
   * @return whether more would have been sent if there were room
   */
  abstract boolean answer(long now);

  /** There was something for the edge, but no ask waiting. */
  abstract void miss();

  final EdgeLine line() {
    return line;
  }

  /** Among the streams that wait for room. */
  final FairPlace place() {
    return place;
  }

  void hold(Ask ask, Consumer<Answer> answer, long now) {
    viewers = ask.viewers();
    if (asks.size() == MAX_ASKS) {
      asks.poll();
    }
    asks.add(new HeldAsk(answer, now));
    askedAt = now;
  }

  final boolean isAsking() {
    return !asks.isEmpty();
  }

  /**
   * Whether the edge wants this stream: it asks, or was answered so lately that its next ask is on
   * the way. An edge that is done says so, and this pull is forgotten.
   */
  final boolean isWanted(long now) {
    return isAsking() || now - answeredAt < NEXT_ASK;
  }

  /** How many watch the stream there, as of the edge's last ask. */
  final int viewers() {
    return viewers;
  }

  /** When the edge last asked. */
  final long askedAt() {
    return askedAt;
  }

  /** Answers the oldest ask. */
  final void answer(Answer answer, long now) {
    answeredAt = now;
    asks.poll().answer().accept(answer);
  }

  /** Answers the asks that were held for longer than {@code hold} with "nothing yet". */
  final void answerHeldFor(long hold, long now) {
    while (isAsking() && now - asks.peek().since() > hold) {
      answeredAt = now;
      answerNothingYet();
    }
  }

  /** Answers all asks with "nothing yet", so that none of them expires at the edge. */
  final void answerAll() {
    while (isAsking()) {
      answerNothingYet();
    }
  }

  /** The stream is over, which the edge is told by the asks it has open or else by its next one. */
  final void end() {
    over = true;
    tellEnd();
  }

  /** Tells an edge that asks of the end, if there was one that it doesn't know; true if so. */
  final boolean tellEnd() {
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
