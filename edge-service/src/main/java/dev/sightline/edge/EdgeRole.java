package dev.sightline.edge;

import dev.sightline.access.Access;
import dev.sightline.access.AccessConfig;
import dev.sightline.acme.Acme;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.RelayBus;
import dev.sightline.kubernetes.KubernetesApi;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.DrainStep;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.RelayNode;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge on a node that is up: one receiver, and one verticle per event loop.
 *
 * @param httpPort where viewers connect, the port as it really is
 * @param wsPort the port of its own for WebSocket viewers, if there is one
 * @param redirectPort the one that leads to TLS, if there is one
 */
public record EdgeRole(int httpPort, OptionalInt wsPort, OptionalInt redirectPort) {

  /** Without a port that leads to TLS. */
  EdgeRole(int httpPort, OptionalInt wsPort) {
    this(httpPort, wsPort, OptionalInt.empty());
  }

  private static final Logger LOG = LoggerFactory.getLogger(EdgeRole.class);

  /**
   * Deploys what an edge consists of; the node's close undeploys it.
   *
   * @return fails with a sentence for the user when a port can't be had
   */
  public static Future<EdgeRole> start(
      RelayNode node, RelayBus bus, EdgeConfig config, ViewerPorts ports) {
    return ports.withCertificate(node, bus).compose(complete -> open(node, bus, config, complete));
  }

  private static Future<EdgeRole> open(
      RelayNode node, RelayBus bus, EdgeConfig config, ViewerPorts ports) {
    Vertx vertx = node.vertx();
    RelayMetrics metrics = node.metrics();
    FrameReceiver receiver = new FrameReceiver(bus, metrics);
    Branch branch = new Branch(bus, receiver, metrics);
    OfflineCards cards =
        new OfflineCards(
            vertx,
            bus.directory(),
            config.offlineAfter(),
            config.offlinePicture(),
            Clock.systemDefaultZone());
    ClientAddresses clients = new ClientAddresses(ports.http().proxies().trusted());
    Places places = new Places(config.limits(), clients, metrics);
    EdgeStreams streams =
        new EdgeStreams(
            places, FrameMemory.upTo(config.frameMemory()), metrics, node.tracing(), cards);
    Takers takers = new Takers(config.downlinks(), metrics.links());
    RateSampler rates = new RateSampler(bus.directory(), streams, takers, System::nanoTime);
    LinkReport links = new LinkReport(bus.directory(), takers, rates);
    StatusReport report =
        new StatusReport(
            bus, new Supply(receiver, branch), streams, rates, links, Clock.systemUTC());
    DeniedUploads denied = new DeniedUploads(metrics);
    Strangers strangers = new Strangers(clients, System::nanoTime);
    Farewell farewell = new Farewell(metrics);
    Turnstile turnstile =
        new Turnstile(
            config.limits(), config.viewerTimeout(), ports.http().proxies().protocol(), metrics);
    node.onDrain(DrainStep.REFUSE_VIEWERS, farewell::refuse);
    node.onDrain(DrainStep.SEND_VIEWERS_AWAY, () -> farewell.sendAway(node.shutdown().grace()));
    CompletableFuture<EdgeRole> first = new CompletableFuture<>();
    DeploymentOptions onEachLoop = new DeploymentOptions().setInstances(config.eventLoops());
    Function<Access, Supplier<EdgeVerticle>> verticles =
        access ->
            () ->
                new EdgeVerticle(
                    ports,
                    config,
                    bus,
                    receiver,
                    streams,
                    report,
                    takers,
                    denied,
                    strangers,
                    farewell,
                    turnstile,
                    access,
                    first::complete);
    return bus.deploy(receiver)
        .compose(
            id -> node.outDegree() > 0 ? serveEdges(node, bus, branch) : Future.succeededFuture())
        .compose(id -> bus.deploy(rates))
        .compose(
            id -> config.podDeletionCost() ? costOfEnding(vertx, places) : Future.succeededFuture())
        .compose(id -> openAccess(vertx, config.access(), ports.http(), metrics))
        .compose(access -> vertx.deployVerticle(verticles.apply(access), onEachLoop))
        .compose(id -> Future.fromCompletionStage(first))
        .compose(edge -> watchCertificate(vertx, metrics, ports).map(edge))
        .compose(edge -> redirect(vertx, ports, edge))
        .onSuccess(edge -> ports.acme().ifPresent(Acme::begin));
  }

  private static Future<?> serveEdges(RelayNode node, RelayBus bus, Branch branch) {
    node.onDrain(DrainStep.REFUSE_VIEWERS, branch::refuse);
    return bus.deploy(branch);
  }

  private static Future<?> watchCertificate(Vertx vertx, RelayMetrics metrics, ViewerPorts ports) {
    return ports.tls().isPresent()
        ? ports.tls().get().watch(vertx, metrics)
        : Future.succeededFuture();
  }

  private static Future<EdgeRole> redirect(Vertx vertx, ViewerPorts ports, EdgeRole edge) {
    HttpConfig http = ports.http();
    if (http.redirectPort().isEmpty()) {
      return Future.succeededFuture(edge);
    }
    RedirectPort redirect = new RedirectPort(http, edge.httpPort, ports.challenges());
    return vertx
        .deployVerticle(redirect)
        .map(id -> new EdgeRole(edge.httpPort, edge.wsPort, OptionalInt.of(redirect.port())));
  }

  private static Future<Access> openAccess(
      Vertx vertx, AccessConfig config, HttpConfig http, RelayMetrics metrics) {
    boolean isBehindAProxy = !http.proxies().trusted().isEmpty();
    if (config.takesPasswords() && http.isReachable() && http.tls().isEmpty() && !isBehindAProxy) {
      LOG.warn(
          "access.users-file without TLS: whoever listens on the network reads the passwords,"
              + " unless a proxy in front speaks https");
    }
    return Access.open(vertx, config, http.urls().origins(), metrics, Clock.systemUTC());
  }

  private static Future<?> costOfEnding(Vertx vertx, Places places) {
    return PodDeletionCost.begin(vertx, System.getenv(), KubernetesApi.MOUNTED, places::viewers);
  }
}
