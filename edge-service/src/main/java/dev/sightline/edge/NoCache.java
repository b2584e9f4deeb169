package dev.sightline.edge;

import io.vertx.core.http.HttpServerResponse;

/** The headers that keep caches and buffering proxies away from live pictures. */
final class NoCache {

  /** As mjpg-streamer and its many descendants send it. */
  private static final String CACHE_CONTROL =
      "no-store, no-cache, must-revalidate, pre-check=0, post-check=0, max-age=0";

  private static final String LONG_AGO = "Mon, 3 Jan 2000 12:34:56 GMT";

  private NoCache() {}

  static void putHeaders(HttpServerResponse response) {
    response
        .putHeader("Cache-Control", CACHE_CONTROL)
        .putHeader("Pragma", "no-cache")
        .putHeader("Expires", LONG_AGO)
        .putHeader("X-Accel-Buffering", "no");
  }
}
