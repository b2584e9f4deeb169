package dev.sightline.bus;

import dev.sightline.testkit.Await;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** One of a Vert.x's event loops, for tests that must call on it. */
final class EventLoop extends VerticleBase {

  static EventLoop of(Vertx vertx) {
    EventLoop loop = new EventLoop();
    Await.result(vertx.deployVerticle(loop));
    return loop;
  }

  /** Runs {@code action} there and waits for what it returns. */
  <T> T call(Callable<T> action) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(v -> complete(promise, action));
    return Await.result(promise.future());
  }

  void run(Runnable action) {
    call(
        () -> {
          action.run();
          return null;
        });
  }

  /** Keeps it busy with {@code action} without waiting for the end. */
  void occupy(Runnable action) {
    context.runOnContext(v -> action.run());
  }

  private static <T> void complete(Promise<T> promise, Callable<T> action) {
    try {
      promise.complete(action.call());
    } catch (Exception | AssertionError e) {
      promise.fail(e);
    }
  }
}
