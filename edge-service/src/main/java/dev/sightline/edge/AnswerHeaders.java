package dev.sightline.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** What every answer says, and what those say that are meant for the pages of others. */
final class AnswerHeaders {

  private AnswerHeaders() {}

  /** Whatever is in it, it is what it says it is: no text becomes a page, no picture a script. */
  static HttpServerResponse put(HttpServerRequest request) {
    return request.response().putHeader("X-Content-Type-Options", "nosniff");
  }

  static void put(RoutingContext context) {
    put(context.request());
    context.next();
  }

  /** A page that isolates itself (COEP) shows pictures of other sites only if they say this. */
  static void forAnySite(HttpServerResponse response) {
    response.putHeader("Cross-Origin-Resource-Policy", "cross-origin");
  }
}
