package dev.sightline.edge;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * What a page may do: load from this edge and nowhere else, and run nothing that is written into
 * it, so that a stream's name or reason could not become a script.
 *
 * <p>Pages may be shown in frames of any site, as dashboards do: there is nothing on them that a
 * click could change.
 */
final class PageHeaders {

  /** An image is emptied by {@code data:}, which ends its stream. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'";

  private PageHeaders() {}

  static void put(HttpServerResponse response) {
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer");
  }
}
