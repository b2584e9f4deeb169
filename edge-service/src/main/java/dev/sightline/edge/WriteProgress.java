package dev.sightline.edge;

/**
 * How a write comes along that wasn't over at once, as far as somebody looks every second. Times
 * are monotonic nanoseconds.
 */
final class WriteProgress {

  private final Attention attention = new Attention();
  private long since;
  private long movedAt;
  private long waiting;

  /**
   * It has begun.
   *
   * @param bytes that the system hasn't taken yet
   */
  void begin(long now, long bytes) {
    attention.begin(now);
    since = now;
    movedAt = now;
    waiting = bytes;
  }

  /** Whether nothing of it is taken for too long, or it takes too long in all. */
  boolean isTooSlow(long now, long bytes, Patience patience) {
    if (attention.lapsed(now)) {
      begin(now, bytes);
    } else if (bytes < waiting) {
      movedAt = now;
    }
    waiting = bytes;
    return now - movedAt > patience.stalled() || now - since > patience.whole();
  }
}
