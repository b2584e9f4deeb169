package dev.sightline.edge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * The ends of answers: their bodies, or for HEAD what is to be said of these. Over HTTP/2 Vert.x
 * would send the bytes after all.
 */
final class Answers {

  private Answers() {}

  static void end(HttpServerRequest request, String text) {
    end(request, Buffer.buffer(text));
  }

  static void end(HttpServerRequest request, Buffer body) {
    if (isHead(request)) {
      request
          .response()
          .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
          .end();
    } else {
      request.response().end(body);
    }
  }

  /** With one of the pages that are shipped. */
  static void page(HttpServerRequest request, String file) {
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
    if (isHead(request)) {
      response.end();
    } else {
      response.sendFile("web/" + file);
    }
  }

  static boolean isHead(HttpServerRequest request) {
    return request.method().equals(HttpMethod.HEAD);
  }
}
