package dev.sightline.bus;

import io.vertx.core.Vertx;

/** Looks whether anything still comes from an owner that is gone. */
final class Vigil {

  /** When nothing has come for this long the picture is lost. */
  static final long MILLIS = 2000;

  private final Vertx vertx;
  private final Runnable onSilence;
  private long timer = -1;

  /**
   * @param onSilence called again and again while nothing comes
   */
  Vigil(Vertx vertx, Runnable onSilence) {
    this.vertx = vertx;
    this.onSilence = onSilence;
  }

  void begin() {
    if (timer < 0) {
      keep();
    }
  }

  /** Something has come. */
  void seen() {
    if (timer >= 0) {
      end();
      keep();
    }
  }

  void end() {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  private void keep() {
    timer =
        vertx.setTimer(
            MILLIS,
            id -> {
              keep();
              onSilence.run();
            });
  }
}
