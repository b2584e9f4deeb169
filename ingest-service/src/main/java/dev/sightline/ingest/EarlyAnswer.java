package dev.sightline.ingest;

import dev.sightline.node.UnwantedBody;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Answers requests of which nothing more is wanted. */
final class EarlyAnswer {

  private EarlyAnswer() {}

  /** Refuses a request and closes its connection; a client that is gone hears nothing. */
  static void refuse(Vertx vertx, HttpServerRequest request, int code, String sentence) {
    HttpServerResponse response = request.response();
    if (!response.closed()) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      say(response, code, sentence);
      UnwantedBody.close(vertx, request);
    }
  }

  static void say(HttpServerResponse response, int code, String sentence) {
    response
        .setStatusCode(code)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(sentence + "\n");
  }
}
