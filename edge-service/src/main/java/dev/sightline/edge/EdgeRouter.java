package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every URL of an edge on one screen, and the short handlers below. Used on one event loop. */
final class EdgeRouter {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeRouter.class);
  private static final String RETRY_AFTER_SECONDS = "5";

  private final Vertx vertx;
  private final EdgeConfig config;
  private final StreamHub hub;
  private final WebSocketEntrance entrance;
  private final StreamPath paths;
  private final StatusReport report;

  EdgeRouter(
      Vertx vertx,
      EdgeConfig config,
      StreamHub hub,
      WebSocketEntrance entrance,
      StreamPath paths,
      StatusReport report) {
    this.vertx = vertx;
    this.config = config;
    this.hub = hub;
    this.entrance = entrance;
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
    router.get("/ws").handler(to(this::socket));
    router.get("/:stream/ws").handler(to(this::socket));
    // figures
    get(router, "/status.json").handler(context -> json(context, report.all()));
    get(router, "/:stream/status.json").handler(to(this::status));
    // mistakes
    router.errorHandler(
        400, context -> sentence(context, 400, "This URL is broken: after % come two digits.\n"));
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
    return context -> {
      try {
        named(context)
            .ifPresentOrElse(stream -> handler.accept(context, stream), () -> unknown(context));
      } catch (BadQueryException e) {
        sentence(context, 400, e.getMessage() + "\n");
      }
    };
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
      return;
    }
    HttpServerRequest request = context.request();
    FrameRateCap cap = FrameRateCap.of(request.getParam("fps"));
    PartOptions options = PartOptions.of(request.params());
    if (admit(context)) {
      attach(context, stream, feed -> MultipartViewer.open(vertx, request, feed, cap, options));
    }
  }

  private void snapshot(RoutingContext context, StreamId stream) {
    if (admit(context)) {
      SnapshotViewer viewer = new SnapshotViewer(vertx, context.response());
      viewer.waitFor(config.snapshotWait());
      attach(context, stream, feed -> viewer);
    }
  }

  private void socket(RoutingContext context, StreamId stream) {
    HttpServerRequest request = context.request();
    FrameRateCap cap = FrameRateCap.of(request.getParam("fps"));
    WireForm form = formOf(request.getParam("format"));
    if (!request.canUpgradeToWebSocket()) {
      context.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      sentence(context, 426, "This URL speaks WebSocket; the same pictures are at stream.\n");
      return;
    }
    entrance.admit(request, stream, form, cap);
  }

  private static WireForm formOf(String format) {
    if (format == null || format.equals("binary")) {
      return WireForm.BINARY_MESSAGE;
    }
    if (format.equals("base64")) {
      return WireForm.TEXT_MESSAGE;
    }
    throw new BadQueryException("format must be binary or base64.");
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
  private void attach(
      RoutingContext context, StreamId stream, Function<StreamFeed, Viewer> opening) {
    hub.join(
        stream,
        feed -> {
          Viewer viewer = opening.apply(feed);
          context.addEndHandler(done -> hub.leave(stream, viewer));
          return viewer;
        });
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
    if (context.response().headWritten()) {
      context.request().connection().close();
    } else {
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
