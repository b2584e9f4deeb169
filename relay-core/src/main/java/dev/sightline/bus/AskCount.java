package dev.sightline.bus;

import java.util.concurrent.TimeUnit;

/**
 * How many asks an edge keeps open for one stream: as many as frames are under way at once, which
 * follows the round trip and the frame rate. Two asks would cap a stream at two frames per round
 * trip, whatever the window.
 */
final class AskCount {

  static final int LEAST = 2;
  static final int MOST = Pull.MAX_ASKS;

  /** Asks that lie idle for this long are one too many, nanoseconds. */
  static final long IDLE = TimeUnit.SECONDS.toNanos(5);

  private int wanted = LEAST;
  private int leastIdle = Integer.MAX_VALUE;
  private long idleSince;

  int wanted() {
    return wanted;
  }

  /**
   * Learns from an answer with a frame.
   *
   * @param missed newer frames that found no ask waiting at the ingest
   * @param stillOpen asks that are left open now
   */
  void answered(int missed, int stillOpen, long now) {
    if (missed > 0) {
      wanted = Math.min(MOST, wanted + 1);
      restart(now);
      return;
    }
    if (leastIdle == Integer.MAX_VALUE) {
      idleSince = now;
    }
    leastIdle = Math.min(leastIdle, stillOpen);
    if (leastIdle < 2) {
      restart(now);
    } else if (now - idleSince > IDLE) {
      wanted = Math.max(LEAST, wanted - 1);
      restart(now);
    }
  }

  private void restart(long now) {
    leastIdle = Integer.MAX_VALUE;
    idleSince = now;
  }
}
