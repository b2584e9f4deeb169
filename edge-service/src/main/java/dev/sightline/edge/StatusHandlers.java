package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Answers with the status in its three shapes. Used on one event loop. */
final class StatusHandlers {

  private final StatusReport report;
  private final StatusPage page;

  StatusHandlers(Vertx vertx, StatusReport report) {
    this.report = report;
    this.page = new StatusPage(vertx, report);
  }

  void page(RoutingContext context) {
    answer(context, page.all());
  }

  void page(RoutingContext context, StreamId stream) {
    answer(context, page.one(stream));
  }

  private static void answer(RoutingContext context, Future<String> rendered) {
    rendered.onSuccess(html -> answerPage(context, html)).onFailure(context::fail);
  }

  private static void answerPage(RoutingContext context, String html) {
    PageHeaders.put(context.response());
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8").end(html);
  }

  void json(RoutingContext context) {
    answer(context, report.all());
  }

  void json(RoutingContext context, StreamId stream) {
    answer(context, report.one(stream));
  }

  /** The same in ustreamer's words. */
  void state(RoutingContext context, StreamId stream) {
    answer(context, report.state(stream));
  }

  private static void answer(RoutingContext context, JsonObject json) {
    NoCache.putHeaders(context.response());
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(json.encodePrettily() + "\n");
  }
}
