package dev.sightline.edge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Answers that are made on another thread, since viewers would wait for it on this one. Who asks
 * while one is being made gets that, so there is one of each at most, however many ask. Used on one
 * event loop.
 */
final class SharedAnswers {

  private final Vertx vertx;
  private final Map<String, Future<String>> underWay = new HashMap<>();

  SharedAnswers(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * @param name what is asked for; there are as many as streams, not as strangers can think of
   */
  Future<String> get(String name, Callable<String> making) {
    Future<String> known = underWay.get(name);
    if (known != null) {
      return known;
    }
    Future<String> answer = vertx.executeBlocking(making, false);
    underWay.put(name, answer);
    return answer.onComplete(made -> underWay.remove(name));
  }
}
