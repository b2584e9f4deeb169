package dev.sightline.node;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections of clients that take too long for a request or for its answer, byte by byte or
 * not. For few clients, since each has a timer. Lives on the server's event loop.
 */
final class Haste {

  /** For a request, from the connection or from the end of the answer before. */
  static final long PATIENCE = TimeUnit.SECONDS.toMillis(60);

  /** For the first request, and for each answer. */
  static final long SHORT_PATIENCE = TimeUnit.SECONDS.toMillis(10);

  private final Vertx vertx;
  private final long patience;
  private final long shortPatience;
  private final Map<HttpConnection, Long> timers = new HashMap<>();

  Haste(Vertx vertx, long patience, long shortPatience) {
    this.vertx = vertx;
    this.patience = patience;
    this.shortPatience = shortPatience;
  }

  void connected(HttpConnection connection) {
    connection.closeHandler(closed -> cancel(connection));
    await(connection, shortPatience);
  }

  void asked(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    await(connection, shortPatience);
    request.response().endHandler(answered -> await(connection, patience));
  }

  private void await(HttpConnection connection, long millis) {
    cancel(connection);
    timers.put(connection, vertx.setTimer(millis, late -> end(connection)));
  }

  /** Also of one that was closed before its answer came to an end. */
  private void end(HttpConnection connection) {
    timers.remove(connection);
    connection.close();
  }

  private void cancel(HttpConnection connection) {
    Long timer = timers.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }
}
