package dev.sightline.edge;

import dev.sightline.access.Action;
import dev.sightline.frame.StreamId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Supplier;

/** Answers with the status in its three shapes. Used on one event loop. */
final class StatusHandlers {

  private final StatusReport report;
  private final StatusPage page;
  private final PageHeaders pages;
  private final SharedAnswers answers;
  private final Gatekeeper gatekeeper;

  StatusHandlers(Vertx vertx, StatusReport report, PageHeaders pages, Gatekeeper gatekeeper) {
    this.gatekeeper = gatekeeper;
    this.report = report;
    this.page = new StatusPage(report);
    this.pages = pages;
    this.answers = new SharedAnswers(vertx);
  }

  void page(RoutingContext context) {
    Sight sight = gatekeeper.sightOf(context, Action.STATUS);
    if (sight.isWhole()) {
      answerPage(context, answers.get("page", page::all));
    } else {
      List<StreamId> seen = report.seenBy(sight);
      answerPage(context, answers.get("page for " + seen, () -> page.some(seen)));
    }
  }

  void page(RoutingContext context, StreamId stream) {
    answerPage(context, answers.get("page of " + stream, () -> page.one(stream)));
  }

  private void answerPage(RoutingContext context, Future<String> page) {
    page.onSuccess(html -> answerPage(context, html)).onFailure(context::fail);
  }

  private void answerPage(RoutingContext context, String html) {
    pages.put(context.response());
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
    Answers.end(context.request(), html);
  }

  void json(RoutingContext context) {
    Sight sight = gatekeeper.sightOf(context, Action.STATUS);
    if (sight.isWhole()) {
      answerJson(context, "figures", report::all);
    } else {
      List<StreamId> seen = report.seenBy(sight);
      answerJson(context, "figures for " + seen, () -> report.some(seen));
    }
  }

  void json(RoutingContext context, StreamId stream) {
    answerJson(context, "figures of " + stream, () -> report.one(stream));
  }

  /** The same in ustreamer's words. */
  void state(RoutingContext context, StreamId stream) {
    answerJson(context, "state of " + stream, () -> report.state(stream));
  }

  private void answerJson(RoutingContext context, String name, Supplier<JsonObject> making) {
    answers
        .get(name, () -> making.get().encodePrettily() + "\n")
        .onSuccess(json -> answerJson(context, json))
        .onFailure(context::fail);
  }

  private static void answerJson(RoutingContext context, String json) {
    NoCache.putHeaders(context.response());
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    Answers.end(context.request(), json);
  }
}
