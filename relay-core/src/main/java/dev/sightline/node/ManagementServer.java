package dev.sightline.node;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;

/** Answers probes and Prometheus, on a port that viewers don't reach. */
final class ManagementServer {

  /** Prometheus's text format, the one that {@link PrometheusMeterRegistry#scrape()} writes. */
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final int IDLE_SECONDS = 60;

  private final Vertx vertx;
  private final PrometheusMeterRegistry registry;
  private final HttpServer server;

  private ManagementServer(Vertx vertx, PrometheusMeterRegistry registry, Readiness readiness) {
    this.vertx = vertx;
    this.registry = registry;
    this.server =
        vertx
            .createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
            .requestHandler(router(readiness));
  }

  /** Listens on {@code port} of {@code host}. */
  static Future<ManagementServer> start(
      Vertx vertx, String host, int port, PrometheusMeterRegistry registry, Readiness readiness) {
    ManagementServer management = new ManagementServer(vertx, registry, readiness);
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

  private Router router(Readiness readiness) {
    Router router = Router.router(vertx);
    router.get("/health/live").handler(HealthCheckHandler.createWithHealthChecks(liveness()));
    router
        .get("/health/ready")
        .handler(HealthCheckHandler.createWithHealthChecks(readiness.checks()));
    router.get("/metrics").handler(this::metrics);
    router.route().handler(ManagementServer::nothingHere);
    return router;
  }

  /** That the event loop comes round to answering is all there is to know. */
  private HealthChecks liveness() {
    return HealthChecks.create(vertx).register("event-loop", check -> check.complete(Status.OK()));
  }

  private void metrics(RoutingContext context) {
    vertx
        .executeBlocking(registry::scrape, false)
        .compose(text -> context.response().putHeader("Content-Type", METRICS_TYPE).end(text))
        .onFailure(context::fail);
  }

  private static void nothingHere(RoutingContext context) {
    context
        .response()
        .setStatusCode(404)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end("There is nothing here; try /health/live, /health/ready or /metrics.\n");
  }
}
