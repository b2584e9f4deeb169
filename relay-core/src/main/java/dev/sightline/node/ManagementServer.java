package dev.sightline.node;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import java.util.Optional;

/** Answers probes and Prometheus, on a port that viewers don't reach. */
final class ManagementServer {

  /** Prometheus's text format, the one that {@link PrometheusMeterRegistry#scrape()} writes. */
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final int MAX_REQUEST_LINE = 4 << 10;
  private static final int MAX_HEADER = 8 << 10;

  private final Vertx vertx;
  private final PrometheusMeterRegistry registry;
  private final Optional<Login> login;
  private final HttpServer server;

  private ManagementServer(
      Vertx vertx,
      PrometheusMeterRegistry registry,
      Readiness readiness,
      Optional<Login> login,
      Haste haste) {
    this.vertx = vertx;
    this.registry = registry;
    this.login = login;
    HttpServerOptions options =
        new HttpServerOptions()
            // With it, Vert.x tells of a connection only when its first request is complete.
            .setHttp2ClearTextEnabled(false)
            .setMaxInitialLineLength(MAX_REQUEST_LINE)
            .setMaxHeaderSize(MAX_HEADER);
    this.server =
        vertx
            .createHttpServer(options)
            .connectionHandler(haste::connected)
            .requestHandler(router(readiness, haste));
  }

  /**
   * Listens.
   *
   * @param config with a port
   */
  static Future<ManagementServer> start(
      Vertx vertx, ManagementConfig config, PrometheusMeterRegistry registry, Readiness readiness) {
    Haste haste = new Haste(vertx, Haste.PATIENCE, Haste.SHORT_PATIENCE);
    return start(vertx, config, registry, readiness, haste);
  }

  static Future<ManagementServer> start(
      Vertx vertx,
      ManagementConfig config,
      PrometheusMeterRegistry registry,
      Readiness readiness,
      Haste haste) {
    String host = config.host();
    int port = config.port().orElseThrow();
    ManagementServer management =
        new ManagementServer(vertx, registry, readiness, config.login(), haste);
    return management
        .server
        .listen(port, host)
        .map(management)
        .recover(Ports.explain(host, port, "--management-port"));
  }

  /** The port that is really used. */
  int port() {
    return server.actualPort();
  }

  private Router router(Readiness readiness, Haste haste) {
    Router router = Router.router(vertx);
    router.route().handler(context -> hurry(context, haste));
    router.get("/health/live").handler(HealthCheckHandler.createWithHealthChecks(liveness()));
    router
        .get("/health/ready")
        .handler(HealthCheckHandler.createWithHealthChecks(readiness.checks()));
    router.get("/metrics").handler(this::admit).handler(this::metrics);
    router.route().handler(ManagementServer::nothingHere);
    return router;
  }

  /** That the event loop comes round to answering is all there is to know. */
  private HealthChecks liveness() {
    return HealthChecks.create(vertx).register("event-loop", check -> check.complete(Status.OK()));
  }

  private static void hurry(RoutingContext context, Haste haste) {
    haste.asked(context.request());
    context.next();
  }

  /** Probes show no credentials, and learn no more than that the node is well. */
  private void admit(RoutingContext context) {
    String shown = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (login.isEmpty() || login.get().admits(shown)) {
      context.next();
      return;
    }
    say(
        context.response().putHeader("WWW-Authenticate", Login.CHALLENGE),
        401,
        "The metrics of this node want a user and a password.");
  }

  private void metrics(RoutingContext context) {
    vertx
        .executeBlocking(registry::scrape, false)
        .compose(text -> context.response().putHeader("Content-Type", METRICS_TYPE).end(text))
        .onFailure(context::fail);
  }

  private static void nothingHere(RoutingContext context) {
    say(
        context.response(),
        404,
        "There is nothing here; try /health/live, /health/ready or /metrics.");
  }

  private static void say(HttpServerResponse response, int status, String sentence) {
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(sentence + "\n");
  }
}
