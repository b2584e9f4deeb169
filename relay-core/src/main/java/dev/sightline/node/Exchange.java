package dev.sightline.node;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * A request with its answer, where one is to end before its time: with its connection over
 * HTTP/1.1, and over HTTP/2 without the others that share it.
 */
public final class Exchange {

  /** Codes of RFC 9113: nothing is wrong, but no more is wanted; and a mistake of ours. */
  private static final long NO_ERROR = 0;

  private static final long INTERNAL_ERROR = 2;

  private Exchange() {}

  /** Whether there may be others on the same connection. */
  public static boolean isShared(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2;
  }

  /** Ends it, whatever is still to come of the request. */
  public static void end(HttpServerRequest request) {
    if (isShared(request)) {
      request.response().reset(request.response().ended() ? NO_ERROR : INTERNAL_ERROR);
    } else {
      request.connection().close();
    }
  }
}
