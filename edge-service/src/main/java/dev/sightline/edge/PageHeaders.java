package dev.sightline.edge;

import dev.sightline.node.FrameAncestors;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * What a page may do: load from this edge and nowhere else, and run nothing that is written into
 * it, so that a stream's name or reason could not become a script.
 *
 * <p>Which sites may show them in frames is configured; any may unless it is, as dashboards do:
 * there is nothing on them that a click could change.
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

  private final FrameAncestors frames;

  PageHeaders(FrameAncestors frames) {
    this.frames = frames;
  }

  void put(HttpServerResponse response) {
    put(response, POLICY);
  }

  /** For the page that plays MPEG-TS. */
  void putForTs(HttpServerResponse response) {
    put(response, TS_POLICY);
  }

  private void put(HttpServerResponse response, String policy) {
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader(
            "Content-Security-Policy",
            frames.directive().map(directive -> policy + "; " + directive).orElse(policy))
        .putHeader("Referrer-Policy", "no-referrer");
    frames.frameOptions().ifPresent(option -> response.putHeader("X-Frame-Options", option));
  }
}
