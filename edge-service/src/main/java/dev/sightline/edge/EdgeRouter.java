package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every URL of an edge on one screen, and the short handlers below. Used on one event loop. */
final class EdgeRouter {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeRouter.class);
  private static final String RETRY_AFTER_SECONDS = "5";

  private final Vertx vertx;
  private final EdgeConfig config;
  private final StreamHub hub;
  private final StreamPath paths;
  private final StatusReport report;

  EdgeRouter(Vertx vertx, EdgeConfig config, StreamHub hub, StreamPath paths, StatusReport report) {
    this.vertx = vertx;
    this.config = config;
    this.hub = hub;
    this.paths = paths;
    this.report = report;
  }

  Router routes() {
    Router router = Router.router(vertx);
    // pages
    page(router, "/", "index.html");
    page(router, "/status", "status.html");
    page(router, "/:stream/status", "status.html");
    get(router, "/assets/*").handler(StaticHandler.create("web/assets"));
    // pictures
    get(router, "/stream").handler(to(this::stream));
    get(router, "/:stream/stream").handler(to(this::stream));
    get(router, "/snapshot").handler(to(this::snapshot));
    get(router, "/:stream/snapshot").handler(to(this::snapshot));
    // figures
    get(router, "/status.json").handler(context -> json(context, report.all()));
    get(router, "/:stream/status.json").handler(to(this::status));
    // mistakes
    router.errorHandler(404, context -> sentence(context, 404, "There is nothing at this URL.\n"));
    router.errorHandler(405, EdgeRouter::wrongMethod);
    router.errorHandler(500, EdgeRouter::failure);
    return router;
  }

  private static Route get(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  private void page(Router router, String path, String file) {
    get(router, path)
        .handler(
            context -> {
              if (context.pathParam("stream") != null && named(context).isEmpty()) {
                unknown(context);
              } else {
                context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
                context.response().sendFile("web/" + file);
              }
            });
  }

  /** Calls {@code handler} with the stream that the URL means, or answers 404 with a sentence. */
  private Handler<RoutingContext> to(BiConsumer<RoutingContext, StreamId> handler) {
    return context ->
        named(context)
            .ifPresentOrElse(stream -> handler.accept(context, stream), () -> unknown(context));
  }

  private Optional<StreamId> named(RoutingContext context) {
    return paths.find(context.pathParam("stream"));
  }

  private void unknown(RoutingContext context) {
    sentence(context, 404, paths.whyNot(context.pathParam("stream")));
  }

  private void stream(RoutingContext context, StreamId stream) {
    HttpServerResponse response = context.response();
    if (context.request().method().equals(HttpMethod.HEAD)) {
      MultipartViewer.putHeaders(response);
      response.end();
    } else if (admit(context)) {
      MultipartViewer viewer =
          new MultipartViewer(context.request(), hub.counts(stream), config.viewerTimeout());
      viewer.open();
      attach(context, stream, viewer);
    }
  }

  private void snapshot(RoutingContext context, StreamId stream) {
    if (admit(context)) {
      SnapshotViewer viewer = new SnapshotViewer(vertx, context.response());
      viewer.waitFor(config.snapshotWait());
      attach(context, stream, viewer);
    }
  }

  private boolean admit(RoutingContext context) {
    if (hub.admit()) {
      return true;
    }
    context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    sentence(context, 503, "This edge has as many viewers as it takes; try again.\n");
    return false;
  }

  /** The viewer leaves when its response has ended, or its connection before that. */
  private void attach(RoutingContext context, StreamId stream, Viewer viewer) {
    context.addEndHandler(done -> hub.leave(stream, viewer));
    hub.join(stream, viewer);
  }

  private void status(RoutingContext context, StreamId stream) {
    json(context, report.one(stream));
  }

  private static void wrongMethod(RoutingContext context) {
    context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
    sentence(context, 405, "Only GET and HEAD work here.\n");
  }

  /** A mistake of ours: the log gets all of it, the viewer nothing that he could not mend. */
  private static void failure(RoutingContext context) {
    LOG.error(
        "{} {} failed", context.request().method(), context.normalizedPath(), context.failure());
    if (!context.response().headWritten()) {
      sentence(context, 500, "Something went wrong on our side; the log of this edge says what.\n");
    }
  }

  private static void json(RoutingContext context, JsonObject json) {
    NoCache.putHeaders(context.response());
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    context.response().end(json.encodePrettily() + "\n");
  }

  private static void sentence(RoutingContext context, int code, String sentence) {
    context
        .response()
        .setStatusCode(code)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(sentence);
  }
}
