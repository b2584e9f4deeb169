package dev.sightline.node;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * What may still come of a request's body after the request was answered.
 *
 * <p>A connection that is closed while bytes arrive is reset, and the client may never see the
 * answer. So what is on its way already is thrown away first: at most {@value #MOST_BYTES} bytes,
 * which is what the buffers of both systems may hold, for at most two seconds. Lives on the
 * request's event loop.
 */
public final class UnwantedBody {

  private static final int MOST_BYTES = 8 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final boolean closes;
  private long timer = -1;
  private int thrownAway;

  private UnwantedBody(Vertx vertx, HttpServerRequest request, boolean closes) {
    this.vertx = vertx;
    this.request = request;
    this.closes = closes;
  }

  /** Ends a request whose response has been given its end, with its connection if it has one. */
  public static void close(Vertx vertx, HttpServerRequest request) {
    new UnwantedBody(vertx, request, true).skip(Duration.ZERO);
  }

  /**
   * Leaves it as it is if the body is a short one, else ends it likewise.
   *
   * @param rest how long nothing more is read from the connection
   */
  public static void skip(Vertx vertx, HttpServerRequest request, Duration rest) {
    new UnwantedBody(vertx, request, false).skip(rest);
  }

  private void skip(Duration rest) {
    if (request.isEnded()) {
      bodyEnded();
      return;
    }
    request.pause();
    request.handler(chunk -> throwAway(chunk.length()));
    request.endHandler(v -> bodyEnded());
    request.exceptionHandler(broken -> vertx.cancelTimer(timer));
    timer = vertx.setTimer(PATIENCE.toMillis(), id -> close());
    if (rest.isZero()) {
      request.resume();
    } else {
      vertx.setTimer(rest.toMillis(), id -> request.resume());
    }
  }

  private void throwAway(int bytes) {
    thrownAway += bytes;
    if (thrownAway > MOST_BYTES) {
      close();
    }
  }

  private void bodyEnded() {
    if (closes && !Exchange.isShared(request)) {
      close();
    } else {
      vertx.cancelTimer(timer);
    }
  }

  private void close() {
    vertx.cancelTimer(timer);
    Exchange.end(request);
  }
}
