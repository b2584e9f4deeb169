package dev.sightline.ingest;

import dev.sightline.bus.LinkKind;
import dev.sightline.bus.RelayBus;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.LinkMetrics;
import dev.sightline.node.BearerToken;
import dev.sightline.node.Connections;
import dev.sightline.node.IpAddress;
import dev.sightline.node.SeldomLog;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the sites that dial in, each by its token. What a site brings is this ingest's as long as
 * it is connected here, see {@link RemoteStreams}.
 *
 * <p>Lives on the ingest's event loop.
 */
final class Uplinks implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(Uplinks.class);

  private enum Trouble {
    TOKEN
  }

  private record Line(UplinkConfig config, RemotePlace place) {}

  private final Vertx vertx;
  private final RelayBus bus;
  private final Connections connections;
  private final LinkMetrics metrics;
  private final Runnable onNews;
  private final SeldomLog seldom = new SeldomLog(LOG);
  private Map<String, Line> lines = new LinkedHashMap<>();
  private List<String> unbounded = List.of();
  private boolean closed;

  /**
   * @param onNews called when the places have other streams
   */
  Uplinks(
      Vertx vertx, RelayBus bus, Connections connections, LinkMetrics metrics, Runnable onNews) {
    this.vertx = vertx;
    this.connections = connections;
    this.bus = bus;
    this.metrics = metrics;
    this.onNews = onNews;
  }

  /**
   * Lets these sites in from now on; one that isn't among them any more is sent away.
   *
   * @param largest bytes of a picture at most
   */
  Future<?> configure(List<UplinkConfig> uplinks, int largest) {
    warnOf(uplinks.stream().filter(uplink -> uplink.names().isAnything()).toList());
    List<Future<?>> steps = new ArrayList<>();
    Map<String, Line> next = new LinkedHashMap<>();
    for (UplinkConfig config : uplinks) {
      Line line = lines.get(config.name());
      if (line == null || !line.config.equals(config)) {
        LinkFigures figures = new LinkFigures(LinkKind.SITE, config.name(), metrics);
        RemotePlace place =
            new RemotePlace(vertx, bus, config.names(), figures, absence(config), largest);
        steps.add(place.begin(onNews));
        line = new Line(config, place);
      }
      line.place.take(largest);
      next.put(config.name(), line);
    }
    lines.values().stream()
        .filter(line -> !next.containsValue(line))
        .forEach(line -> steps.add(end(line, next.keySet())));
    lines = next;
    onNews.run();
    return Future.join(steps);
  }

  /** Once, until it is others. */
  private void warnOf(List<UplinkConfig> anything) {
    List<String> names = anything.stream().map(UplinkConfig::name).toList();
    if (names.size() > 1 && !names.equals(unbounded)) {
      LOG.warn(
          "{} uplinks, {} and {} among them, have neither streams nor a prefix: when two bring a"
              + " stream of one name, one of them is left out",
          names.size(),
          names.get(0),
          names.get(1));
    }
    unbounded = names;
  }

  /** What follows under the same name shows its figures already. */
  private static Future<?> end(Line line, Set<String> names) {
    if (!names.contains(line.config.name())) {
      line.place.figures().forget();
    }
    return line.place.end();
  }

  private static String absence(UplinkConfig config) {
    return "the site %s isn't connected".formatted(config.name());
  }

  List<RemotePlace> places() {
    return lines.values().stream().map(Line::place).toList();
  }

  /** Whether any site may come. */
  boolean isOpen() {
    return !lines.isEmpty() && !closed;
  }

  /** Lets nobody in any more, and has those that are here dial somebody else. */
  void close() {
    closed = true;
    places().forEach(place -> place.hangUp("this relay is being stopped; dial again"));
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    Optional<Line> line = lineOf(request);
    if (line.isEmpty()) {
      seldom.warn(
          Trouble.TOKEN, "a site at {} was refused: no uplink has its token", addressOf(request));
      request.response().putHeader("WWW-Authenticate", "Bearer");
      EarlyAnswer.refuse(vertx, request, 401, "no uplink here has this token");
    } else if (!request.canUpgradeToWebSocket()) {
      EarlyAnswer.refuse(vertx, request, 400, "a site dials this URL with a WebSocket");
    } else if (closed) {
      request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
      EarlyAnswer.refuse(vertx, request, 503, "this relay is being stopped; dial again");
    } else {
      request.toWebSocket().onSuccess(socket -> connected(line.get(), request, socket));
    }
  }

  private void connected(Line line, HttpServerRequest request, ServerWebSocket socket) {
    connections.forget(request.connection());
    LOG.info("{}: connected from {}", line.place, addressOf(request));
    line.place
        .accept(socket, request.connection())
        .onSuccess(
            why -> {
              LOG.warn("{}: gone: {}", line.place, why);
              line.place.absent("%s: %s".formatted(absence(line.config), why), why);
            });
  }

  /** Whom an edge says that it is from, since it knows its proxies; else whoever is connected. */
  private static String addressOf(HttpServerRequest request) {
    return IpAddress.parse(request.getHeader("X-Forwarded-For"))
        .map(InetAddress::getHostAddress)
        .orElseGet(() -> request.remoteAddress().hostAddress());
  }

  private Optional<Line> lineOf(HttpServerRequest request) {
    return BearerToken.whose(
        lines.values(), line -> line.config.token(), request.getHeader(HttpHeaders.AUTHORIZATION));
  }

  /**
   * Says by what each name is taken.
   *
   * @param holders for people
   */
  void taken(Map<StreamId, String> holders) {
    places().forEach(place -> place.taken(holders));
  }
}
