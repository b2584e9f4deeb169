package dev.sightline.edge;

import dev.sightline.access.Access;
import dev.sightline.access.Caller;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.RelayBus;
import dev.sightline.node.Connections;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.Ports;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The edge role on one event loop: its own viewers, its own feeds, and the shared ports. */
final class EdgeVerticle extends VerticleBase {

  private static final long SECOND = 1000;

  private static final int ANY_HTTP_PORT = -1;
  private static final int ANY_WS_PORT = -2;

  private final ViewerPorts ports;
  private final HttpConfig http;
  private final EdgeConfig config;
  private final RelayBus bus;
  private final FrameReceiver receiver;
  private final EdgeStreams streams;
  private final StatusReport report;
  private final Takers takers;
  private final DeniedUploads denied;
  private final Strangers strangers;
  private final Farewell farewell;
  private final Turnstile turnstile;
  private final Access access;
  private final Consumer<EdgeRole> onListening;
  private Reception reception;
  private WebSocketEntrance entrance;

  EdgeVerticle(
      ViewerPorts ports,
      EdgeConfig config,
      RelayBus bus,
      FrameReceiver receiver,
      EdgeStreams streams,
      StatusReport report,
      Takers takers,
      DeniedUploads denied,
      Strangers strangers,
      Farewell farewell,
      Turnstile turnstile,
      Access access,
      Consumer<EdgeRole> onListening) {
    this.ports = ports;
    this.http = ports.http();
    this.config = config;
    this.bus = bus;
    this.receiver = receiver;
    this.streams = streams;
    this.report = report;
    this.takers = takers;
    this.denied = denied;
    this.strangers = strangers;
    this.farewell = farewell;
    this.turnstile = turnstile;
    this.access = access;
    this.onListening = onListening;
  }

  @Override
  public Future<?> start() {
    StreamHub hub = new StreamHub(streams, receiver, Patience.of(config.viewerTimeout()));
    Connections connections = turnstile.newConnections();
    Gatekeeper gatekeeper = new Gatekeeper(vertx, access.newGate(vertx, this::callerOf));
    reception = new Reception(farewell.door(), gatekeeper, farewell.newGuests(vertx), connections);
    entrance = new WebSocketEntrance(hub, bus.directory(), reception, config.viewerTimeout());
    StreamPath paths = new StreamPath(bus.directory(), http.urls().defaultStream());
    vertx.setPeriodic(
        SECOND,
        id -> {
          hub.everySecond();
          entrance.everySecond();
          connections.everySecond();
          gatekeeper.everySecond();
        });
    return listenForRequests(hub, paths)
        .compose(port -> listenForSockets(paths).map(ws -> new EdgeRole(port, ws)))
        .onSuccess(onListening::accept);
  }

  private Future<Integer> listenForRequests(StreamHub hub, StreamPath paths) {
    PageHeaders pages = new PageHeaders(http.frames());
    StatusHandlers status = new StatusHandlers(vertx, report, pages, reception.gatekeeper());
    PushProxy pushes = new PushProxy(vertx, bus.directory(), denied, clients(), reception);
    SiteProxy sites = new SiteProxy(vertx, bus.directory(), strangers, clients(), reception);
    Downlinks downlinks =
        new Downlinks(
            vertx,
            config.downlinks(),
            takers,
            strangers,
            config.region(),
            bus,
            receiver,
            streams.metrics(),
            reception);
    HttpEntrance viewers =
        new HttpEntrance(vertx, http.urls().dialect(), config.snapshotWait(), hub, reception);
    return vertx
        .createHttpServer(ports.forRequests(config.viewerTimeout()))
        .connectionHandler(this::opened)
        .requestHandler(
            new EdgeRouter(
                    vertx, ports, viewers, entrance, paths, status, pushes, sites, downlinks,
                    reception)
                .routes())
        .listen(shared(http.port(), ANY_HTTP_PORT), http.host())
        .compose(turnstile::guard)
        .onSuccess(ports::opened)
        .map(HttpServer::actualPort)
        .recover(Ports.explain(http.host(), http.port(), "--port"));
  }

  private void opened(HttpConnection connection) {
    reception.connections().opened(connection);
    Http2Channel.limit(connection, ViewerTls.MOST_STREAMS);
  }

  private Future<OptionalInt> listenForSockets(StreamPath paths) {
    if (config.wsPort().isEmpty()) {
      return Future.succeededFuture(OptionalInt.empty());
    }
    int port = config.wsPort().getAsInt();
    return new SocketServer(
            vertx, ports.forSockets(config.viewerTimeout()), entrance, reception, paths)
        .listen(shared(port, ANY_WS_PORT), http.host())
        .compose(turnstile::guard)
        .onSuccess(ports::opened)
        .map(server -> OptionalInt.of(server.actualPort()))
        .recover(Ports.explain(http.host(), port, "--ws-port"));
  }

  private ClientAddresses clients() {
    return streams.places().clients();
  }

  private Caller callerOf(HttpServerRequest request) {
    ClientAddress client = clients().of(request);
    String peer = request.remoteAddress().hostAddress();
    return new Caller(
        client.address().map(InetAddress::getHostAddress).orElse(peer),
        client.counted().orElse(peer),
        client.secure());
  }

  /** A negative port asks the system for one, and stands for the same one on all event loops. */
  private static int shared(int port, int negative) {
    return port == 0 ? negative : port;
  }
}
