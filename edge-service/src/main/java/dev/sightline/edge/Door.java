package dev.sightline.edge;

import static dev.sightline.edge.Mistakes.sentence;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Whether this edge lets in any who want to stay. Who wants a page, or one picture, is served all
 * the same; for a picture there is as much time as there is grace. Pushes that are under way are
 * not waited for. One for all event loops; any thread.
 */
final class Door {

  /** Seconds. Behind a balancer another edge answers at once. */
  static final String RETRY_AFTER = "1";

  static final String SENTENCE = "This edge is being stopped; try again, another one may answer.\n";

  private volatile boolean closed;

  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /** Answers who must stay outside, and tells whether that was so. */
  boolean turnsAway(RoutingContext context) {
    if (closed) {
      context
          .response()
          .putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER)
          .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      sentence(context, 503, SENTENCE);
    }
    return closed;
  }
}
