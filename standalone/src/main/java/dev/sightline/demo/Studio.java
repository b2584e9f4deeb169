package dev.sightline.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has pictures drawn on a thread of their own, never more than one at a time. To be used on one
 * event loop.
 *
 * <p>One thread, not the shared pool: Java2D keeps megabytes of working memory per thread.
 */
final class Studio {

  private final DemoOptions options;
  private final WorkerExecutor painter;
  private DemoPicture picture;
  private Future<Buffer> drawing = Future.succeededFuture();
  private final AtomicLong drawn = new AtomicLong();

  Studio(Vertx vertx, DemoOptions options) {
    this.options = options;
    this.painter = vertx.createSharedWorkerExecutor("demo-camera", 1);
  }

  /** The picture being drawn if there is one, otherwise a new one of this moment. */
  Future<Buffer> draw() {
    if (drawing.isComplete()) {
      long frameNumber = drawn.getAndIncrement();
      drawing = painter.executeBlocking(() -> paint(frameNumber));
    }
    return drawing;
  }

  /** How many pictures were begun. Any thread. */
  long drawn() {
    return drawn.get();
  }

  /** Waits for the picture being drawn and frees everything. */
  Future<Void> close() {
    return painter.executeBlocking(this::cleanUp).eventually(painter::close);
  }

  /** Painter's thread. The first call makes the picture, so that an unwatched camera costs none. */
  private Buffer paint(long frameNumber) {
    if (picture == null) {
      picture =
          new DemoPicture(
              options.width(), options.height(), options.quality(), ZoneId.systemDefault());
    }
    return Buffer.buffer(picture.jpeg(frameNumber, Instant.now()));
  }

  /** Painter's thread. */
  private Void cleanUp() {
    if (picture != null) {
      picture.close();
    }
    return null;
  }
}
