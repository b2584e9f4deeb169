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

  /**
   * The decoder of MPEG-1 is WebAssembly, twice as fast as the same as a script. That needs leave
   * to be compiled, which is none for text to become a script.
   */
  private static final String TS_POLICY =
      POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");

  private PageHeaders() {}

  static void put(HttpServerResponse response) {
    put(response, POLICY);
  }

  /** For the page that plays MPEG-TS. */
  static void putForTs(HttpServerResponse response) {
    put(response, TS_POLICY);
  }

  private static void put(HttpServerResponse response, String policy) {
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader("Content-Security-Policy", policy)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer");
  }
}
