package dev.sightline.bus;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Does something again and again on the calling context. Unlike Vert.x's periodic timers it doesn't
 * make good for the turns that were missed while the process stood still.
 */
public final class Metronome {

  private Metronome() {}

  /** The first turn comes after one {@code pause}; the last when the context's verticle ends. */
  public static void every(Vertx vertx, Duration pause, Runnable turn) {
    vertx.setTimer(
        pause.toMillis(),
        id -> {
          every(vertx, pause, turn);
          turn.run();
        });
  }
}
