package dev.sightline.edge;

import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.RelayBus;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.BearerToken;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other clusters that take streams over this event loop, each let in by its token. */
final class Downlinks implements Handler<RoutingContext> {

  /** Of one event loop; a cluster has one connection, and two for a moment. */
  static final int MOST = 200;

  private static final Logger LOG = LoggerFactory.getLogger(Downlinks.class);

  private final Vertx vertx;
  private final List<DownlinkConfig> config;
  private final Takers takers;
  private final Strangers strangers;
  private final Optional<String> region;
  private final RelayBus bus;
  private final FrameReceiver receiver;
  private final RelayMetrics metrics;
  private final Reception reception;
  private final Set<Downlink> links = new LinkedHashSet<>();

  /** To be made on the event loop. */
  Downlinks(
      Vertx vertx,
      List<DownlinkConfig> config,
      Takers takers,
      Strangers strangers,
      Optional<String> region,
      RelayBus bus,
      FrameReceiver receiver,
      RelayMetrics metrics,
      Reception reception) {
    this.vertx = vertx;
    this.config = config;
    this.takers = takers;
    this.strangers = strangers;
    this.region = region;
    this.bus = bus;
    this.receiver = receiver;
    this.metrics = metrics;
    this.reception = reception;
    Context context = vertx.getOrCreateContext();
    bus.onChange(
        entry ->
            context.runOnContext(v -> List.copyOf(links).forEach(link -> link.changed(entry))));
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    Optional<DownlinkConfig> known =
        BearerToken.whose(
            config, DownlinkConfig::token, request.getHeader(HttpHeaders.AUTHORIZATION));
    if (config.isEmpty()) {
      Mistakes.sentence(
          context, 404, "No streams are passed on here; see the setting downlinks.\n");
    } else if (known.isEmpty() && strangers.turnsAway(context)) {
      LOG.debug("somebody who has failed too often was turned away");
    } else if (known.isEmpty()) {
      strangers.refuseCluster(context);
    } else if (!request.canUpgradeToWebSocket()) {
      context.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      Mistakes.sentence(context, 426, "Another cluster dials this URL with a WebSocket.\n");
    } else if (links.size() >= MOST) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, Door.RETRY_AFTER);
      Mistakes.sentence(context, 503, "This edge serves as many clusters as it can.\n");
    } else if (!reception.door().turnsAway(context)) {
      letIn(known.get(), request);
    }
  }

  private void letIn(DownlinkConfig known, HttpServerRequest request) {
    String address = strangers.addressOf(request);
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              reception.connections().forget(request.connection());
              serve(known, address, socket, request.connection());
            })
        .onFailure(failure -> LOG.debug("a handshake failed: {}", failure.toString()));
  }

  private void serve(
      DownlinkConfig known, String address, ServerWebSocket socket, HttpConnection connection) {
    Downlink link = new Downlink(vertx, known, takers.of(known), region, bus, receiver, metrics);
    links.add(link);
    reception.guests().add(link);
    LOG.info("downlink {}: connected from {}", known.name(), address);
    link.serve(vertx, socket, connection)
        .onComplete(
            (why, failure) -> {
              links.remove(link);
              reception.guests().remove(link);
              LOG.info("downlink {}: gone: {}", known.name(), why);
            });
  }
}
