package dev.sightline.edge;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;

/**
 * Answers that lead elsewhere, by relative URLs: only the viewer knows what proxies did to the path
 * on its way here.
 */
final class Redirects {

  private Redirects() {}

  /** To the same path with a slash at its end. */
  static void toDirectory(RoutingContext context) {
    String path = context.normalizedPath();
    to(context, path.substring(path.lastIndexOf('/') + 1) + "/");
  }

  /** Keeps the query, of which a server hears bytes that no header may hold. */
  static void to(RoutingContext context, String relative) {
    String query = context.request().query();
    HttpServerResponse response = context.response().setStatusCode(302);
    NoCache.putHeaders(response);
    try {
      response.putHeader(HttpHeaders.LOCATION, query == null ? relative : relative + "?" + query);
    } catch (IllegalArgumentException e) {
      throw new HttpException(400, "This URL is broken: it holds a control character.\n", e);
    }
    response.end();
  }
}
