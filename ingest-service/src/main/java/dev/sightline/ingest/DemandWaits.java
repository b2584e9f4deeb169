package dev.sightline.ingest;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Requests that wait until somebody watches a stream, at most {@value #MOST}. Lives on the ingest's
 * event loop.
 */
final class DemandWaits {

  static final int MOST = 64;

  /** One request that waits; it goes on once, unless its client has left. */
  private final class Wait {

    private final Runnable next;
    private long timer;

    Wait(Duration most, Runnable next) {
      this.next = next;
      this.timer = vertx.setTimer(Math.max(1, most.toMillis()), id -> end());
    }

    void forget() {
      vertx.cancelTimer(timer);
      waits.remove(this);
    }

    void end() {
      if (waits.contains(this)) {
        forget();
        next.run();
      }
    }
  }

  private final Vertx vertx;
  private final IntSupplier watching;
  private final Set<Wait> waits = new LinkedHashSet<>();

  /**
   * @param watching how many watch the stream now
   */
  DemandWaits(Vertx vertx, IntSupplier watching) {
    this.vertx = vertx;
    this.watching = watching;
  }

  boolean isFull() {
    return waits.size() >= MOST;
  }

  /**
   * Goes on with {@code next} as soon as somebody watches, and in any case after {@code most}; at
   * once when too many wait already.
   *
   * @param response of the request that waits; if its client leaves it is forgotten
   */
  void hold(Duration most, HttpServerResponse response, Runnable next) {
    if (watching.getAsInt() > 0 || isFull()) {
      next.run();
      return;
    }
    Wait wait = new Wait(most, next);
    waits.add(wait);
    response.closeHandler(v -> wait.forget());
  }

  /** Lets all go on if somebody watches now. */
  void look() {
    if (!waits.isEmpty() && watching.getAsInt() > 0) {
      end();
    }
  }

  /** Lets all go on. */
  void end() {
    List.copyOf(waits).forEach(Wait::end);
  }
}
