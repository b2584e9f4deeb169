package dev.sightline.edge;

import dev.sightline.access.Action;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.node.UrlConfig;
import dev.sightline.node.UrlDialect;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Every URL of an edge on one screen, and the short handlers below. Used on one event loop. */
final class EdgeRouter {

  private final Vertx vertx;
  private final UrlConfig urls;
  private final PageHeaders pages;
  private final Optional<ViewerTls> tls;
  private final HttpEntrance viewers;
  private final SocketHandlers sockets;
  private final StreamPath paths;
  private final StatusHandlers status;
  private final PushProxy pushes;
  private final SiteProxy sites;
  private final Downlinks downlinks;
  private final Reception reception;
  private final Gatekeeper gatekeeper;

  EdgeRouter(
      Vertx vertx,
      ViewerPorts ports,
      HttpEntrance viewers,
      WebSocketEntrance entrance,
      StreamPath paths,
      StatusHandlers status,
      PushProxy pushes,
      SiteProxy sites,
      Downlinks downlinks,
      Reception reception) {
    this.vertx = vertx;
    this.urls = ports.http().urls();
    this.tls = ports.tls();
    this.pages = new PageHeaders(ports.http().frames());
    this.viewers = viewers;
    this.sockets = new SocketHandlers(entrance, reception.door());
    this.paths = paths;
    this.status = status;
    this.pushes = pushes;
    this.sites = sites;
    this.downlinks = downlinks;
    this.reception = reception;
    this.gatekeeper = reception.gatekeeper();
  }

  Router routes() {
    Router router = Router.router(vertx);
    router.route().handler(reception.connections()::attend);
    router.route().handler(EdgeRouter::toWhoTakesAnswers);
    tls.ifPresent(t -> router.route().handler(new WayHeaders(t.hsts())));
    router.route().handler(AnswerHeaders::put);
    router.route().handler(Mistakes::refuseAmbiguous);
    router.route().handler(CrossOrigin.of(urls)).handler(new UrlTranslator(urls, paths));
    // pages
    if (urls.dialect() == UrlDialect.MJPEG_RELAY) {
      get(router, "/").handler(context -> Redirects.to(context, "status"));
    } else {
      get(router, "/").handler(of(Action.WATCH, this::front));
    }
    urls.prefixes().forEach(prefix -> get(router, prefix).handler(Redirects::toDirectory));
    get(router, "/status").handler(of(Action.STATUS, status::page));
    get(router, "/:stream/status").handler(to(Action.STATUS, status::page));
    get(router, "/assets/*")
        .handler(EdgeRouter::forAnySite)
        .handler(StaticHandler.create("web/assets"));
    // pictures
    get(router, "/stream").handler(toPictures(viewers::stream));
    get(router, "/:stream/stream").handler(toPictures(viewers::stream));
    get(router, "/snapshot").handler(toPictures(viewers::snapshot));
    get(router, "/:stream/snapshot").handler(toPictures(viewers::snapshot));
    get(router, "/ws").handler(toPictures(sockets::push));
    get(router, "/:stream/ws").handler(toPictures(sockets::push));
    get(router, "/websocket").handler(toPictures(sockets::pull));
    get(router, "/:stream/websocket").handler(toPictures(sockets::pull));
    get(router, "/streams").handler(of(Action.WATCH, sockets::streams));
    // what is pushed; a secret may be any word
    router.route("/upload").handler(this::upload);
    router.route("/upload/:secret").handler(this::upload);
    router.route("/upload/:secret/*").handler(this::upload);
    router.route("/frames").handler(this::frames);
    router.route("/:stream/frames").handler(this::frames);
    // other places, each known by a token of its own
    router.get("/uplink").handler(sites);
    router.get("/downlink").handler(downlinks);
    // MPEG-TS
    get(router, "/streamsocket").handler(toTs(sockets::ts));
    get(router, "/:stream/streamsocket").handler(toTs(sockets::ts));
    get(router, "/live.ts").handler(toTs(this::live));
    get(router, "/:stream/live.ts").handler(toTs(this::live));
    // figures
    get(router, "/status.json").handler(of(Action.STATUS, status::json));
    get(router, "/:stream/status.json").handler(to(Action.STATUS, status::json));
    get(router, "/state").handler(to(Action.STATUS, status::state));
    get(router, "/:stream/state").handler(to(Action.STATUS, status::state));
    // the rest, as a name that needs its slash fits much
    get(router, "/:stream").handler(this::home);
    Mistakes.answeredOn(router);
    return router;
  }

  /**
   * Who asks again and again over one connection, and takes no answer, gets no further one: answers
   * would wait without a bound.
   */
  private static void toWhoTakesAnswers(RoutingContext context) {
    if (context.response().writeQueueFull()) {
      ViewerChannel.cut(context.request());
    } else {
      context.next();
    }
  }

  private static Route get(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /** The wall, unless the only thing to be seen wouldn't show on it. */
  private void front(RoutingContext context) {
    paths
        .onlyTs()
        .filter(gatekeeper.sightOf(context, Action.WATCH)::sees)
        .ifPresentOrElse(
            stream -> Redirects.to(context, stream + "/"), () -> page(context, "index.html"));
  }

  private void page(RoutingContext context, String file) {
    pages.put(context.response());
    Answers.page(context.request(), file);
  }

  private void page(RoutingContext context, StreamId stream) {
    if (paths.find(stream.name(), StreamKind.TS).isPresent()) {
      pages.putForTs(context.response());
      Answers.page(context.request(), "ts.html");
    } else {
      page(context, "stream.html");
    }
  }

  /** One stream's page, in a directory of its own, so that what belongs to it has relative URLs. */
  private void home(RoutingContext context) {
    if (!StreamId.isValid(context.pathParam("stream"))) {
      context.next();
    } else if (context.normalizedPath().endsWith("/")) {
      to(Action.WATCH, this::page).handle(context);
    } else {
      gatekeeper.admit(
          context,
          Action.WATCH,
          StreamPath.nameIn(context.pathParam("stream")),
          () ->
              named(context)
                  .ifPresentOrElse(stream -> Redirects.toDirectory(context), context::next));
    }
  }

  /** These are no secret, and meant for the pages of others too; they are asked for anew. */
  private static void forAnySite(RoutingContext context) {
    AnswerHeaders.forAnySite(context.response());
    context
        .response()
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    context.next();
  }

  /** Calls {@code handler}, which shows several streams, for those who may. */
  private Handler<RoutingContext> of(Action action, Handler<RoutingContext> handler) {
    return context ->
        gatekeeper.admit(context, action, Optional.empty(), () -> handler.handle(context));
  }

  private Handler<RoutingContext> to(Action action, BiConsumer<RoutingContext, StreamId> handler) {
    return new StreamHandler(gatekeeper, action, paths::find, paths::whyNot, handler);
  }

  private Handler<RoutingContext> toPictures(BiConsumer<RoutingContext, StreamId> handler) {
    return to(handler, StreamKind.PICTURES);
  }

  private Handler<RoutingContext> toTs(BiConsumer<RoutingContext, StreamId> handler) {
    return to(handler, StreamKind.TS);
  }

  private Handler<RoutingContext> to(
      BiConsumer<RoutingContext, StreamId> handler, StreamKind kind) {
    return new StreamHandler(
        gatekeeper,
        Action.WATCH,
        name -> paths.find(name, kind),
        (name, isSeen) -> paths.whyNot(name, kind, isSeen),
        handler);
  }

  private Optional<StreamId> named(RoutingContext context) {
    return paths.find(context.pathParam("stream"));
  }

  private void frames(RoutingContext context) {
    String name = context.pathParam("stream");
    Optional<StreamId> found = paths.find(name);
    gatekeeper.admit(
        context,
        Action.PUSH,
        found.or(() -> StreamPath.nameIn(name)),
        () ->
            found.ifPresentOrElse(
                stream -> pushes.frames(context, stream),
                () -> PushProxy.refuse(context, 404, paths.whyNot(name, stream -> true))));
  }

  /** Which stream a secret means only the ingest knows, so who uploads must be let in to all. */
  private void upload(RoutingContext context) {
    gatekeeper.admitToAll(context, Action.PUSH, paths.allTs(), () -> pushes.upload(context));
  }

  /** The same URL for players by WebSocket and by HTTP. */
  private void live(RoutingContext context, StreamId stream) {
    if (context.request().canUpgradeToWebSocket()) {
      sockets.ts(context, stream);
    } else {
      viewers.ts(context, stream);
    }
  }
}
