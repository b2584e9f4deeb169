package dev.sightline.bus;

/**
 * The way to one edge: its window, and the streams that wait for room in it.
 *
 * <p>A waiting stream only has a place in a row; which frame it gets is decided when there is room,
 * and is the newest then. What is not sent is not queued. Bytes of an ordered stream wait in its
 * ring.
 *
 * <p>Every other turn is for an ordered stream, if one waits, however many streams of frames do: a
 * frame that is left out is replaced by a newer one, while an ordered stream is of little use when
 * it doesn't get all it needs. So ordered streams have half of a thin link if they need it, and
 * frames always go on beside them.
 */
final class EdgeLine {

  private final String edge;
  private final EdgeWindow window;
  private final FairRow ordered = new FairRow();
  private final FairRow frames = new FairRow();
  private Allowance allowance = Allowance.unlimited();
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

  /** Goes by another allowance from now on. */
  void limit(Allowance next) {
    allowance = next;
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
    window.acknowledge(ask.acknowledged(), ask.acknowledged() <= cutAt || isAnyWaiting());
    serve(now);
  }

  /**
   * Tells of a stream that has a newer frame: puts it in its row, unless it stands there already,
   * and sends what may go. The frame has missed an ask only if the stream doesn't wait for room
   * anyway; more asks would not bring it sooner.
   */
  void offer(Pull pull, long now) {
    if (pull.isAsking()) {
      rowOf(pull).add(pull.place());
      serve(now);
    } else if (!pull.place().isWaiting()) {
      pull.miss();
    }
  }

  void forget(Pull pull) {
    rowOf(pull).remove(pull.place());
  }

  private FairRow rowOf(Pull pull) {
    return pull.isOrdered() ? ordered : frames;
  }

  private boolean isAnyWaiting() {
    return !ordered.isEmpty() || !frames.isEmpty();
  }

  /** Sends to the waiting streams in turn while there is room. */
  void serve(long now) {
    Pull next = next();
    while (next != null && window.hasRoomFor(next.due()) && isAllowed()) {
      long before = window.position();
      lastWasOrdered = next.isOrdered();
      if (next.answer(now)) {
        cutAt = window.position();
      }
      long bytes = window.position() - before;
      allowance.spend(bytes);
      rowOf(next).sent(next.place(), bytes);
      next = next();
    }
  }

  private boolean isAllowed() {
    boolean allowed = allowance.left(window.largestFrame()) >= 0;
    if (!allowed) {
      allowance.callWhenPaid();
    }
    return allowed;
  }

  /** How many bytes there is room for now, for what can be cut to fit. */
  long room() {
    return Math.min(window.room(), Math.max(0, allowance.left(window.largestFrame())));
  }

  private Pull next() {
    Pull nextOrdered = ordered.next();
    Pull nextFrames = frames.next();
    return nextOrdered == null || (lastWasOrdered && nextFrames != null) ? nextFrames : nextOrdered;
  }

  /** Takes away the places of streams that this edge has not asked for since {@code limit}. */
  void everySecond(long limit) {
    ordered.everySecond(limit);
    frames.everySecond(limit);
    window.everySecond();
  }
}
