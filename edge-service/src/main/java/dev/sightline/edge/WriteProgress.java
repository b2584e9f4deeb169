package dev.sightline.edge;

/** How a write comes along that wasn't over at once. Times are monotonic nanoseconds. */
final class WriteProgress {

  private long since;
  private long movedAt;
  private long waiting;

  /**
   * It has begun.
   *
   * @param bytes that the system hasn't taken yet
   */
  void begin(long now, long bytes) {
    since = now;
    movedAt = now;
    waiting = bytes;
  }

  /** Whether nothing of it is taken for too long, or it takes too long in all. */
  boolean isTooSlow(long now, long bytes, Patience patience) {
    if (bytes < waiting) {
      movedAt = now;
    }
    waiting = bytes;
    return now - movedAt > patience.stalled() || now - since > patience.whole();
  }
}
