package dev.sightline.bus;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Does something again and again on the calling context. Unlike Vert.x's periodic timers it doesn't
 * make good for the turns that were missed while the process stood still.
 */
public final class Metronome {

  private final Vertx vertx;
  private final Duration pause;
  private final Runnable turn;
  private long timer;

  private Metronome(Vertx vertx, Duration pause, Runnable turn) {
    this.vertx = vertx;
    this.pause = pause;
    this.turn = turn;
  }

  /**
   * The first turn comes after one {@code pause}; the last when the context's verticle ends, or
   * when it is stopped before.
   */
  public static Metronome every(Vertx vertx, Duration pause, Runnable turn) {
    Metronome metronome = new Metronome(vertx, pause, turn);
    metronome.wind();
    return metronome;
  }

  private void wind() {
    timer =
        vertx.setTimer(
            pause.toMillis(),
            id -> {
              wind();
              turn.run();
            });
  }

  /** There is no further turn. On the context that began it. */
  public void stop() {
    vertx.cancelTimer(timer);
  }
}
