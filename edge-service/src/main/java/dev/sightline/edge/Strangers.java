package dev.sightline.edge;

import dev.sightline.access.FailedTries;
import dev.sightline.node.SeldomLog;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who dial as another place does, without a token that is known. Of one address they are
 * answered for a while only: enough for a house with some sites whose tokens are out of date, and
 * too few for who wants to keep this edge and its ingests busy. One for all event loops.
 */
final class Strangers {

  /** Within a minute. */
  static final int MOST_OF_AN_ADDRESS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);

  private enum Trouble {
    TOKEN
  }

  private final ClientAddresses clients;
  private final FailedTries tries;
  private final SeldomLog seldom = new SeldomLog(LOG);

  /**
   * @param clock monotonic nanoseconds
   */
  Strangers(ClientAddresses clients, LongSupplier clock) {
    this.clients = clients;
    this.tries = new FailedTries(MOST_OF_AN_ADDRESS, clock);
  }

  /** Whom a request is from, for people and for ingests. */
  String addressOf(HttpServerRequest request) {
    return clients
        .of(request)
        .address()
        .map(InetAddress::getHostAddress)
        .orElseGet(() -> request.remoteAddress().hostAddress());
  }

  /** Whether somebody of that address has failed too often, and has been told so. */
  boolean turnsAway(RoutingContext context) {
    long seconds = clients.of(context.request()).counted().map(tries::waitFor).orElse(0L);
    if (seconds > 0) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
      PushProxy.refuse(context, 429, "Too many wrong tokens came from your address; try later.\n");
    }
    return seconds > 0;
  }

  /** Refuses somebody who wants to take streams. */
  void refuseCluster(RoutingContext context) {
    seldom.warn(
        Trouble.TOKEN,
        "a cluster at {} was refused: no downlink has its token",
        addressOf(context.request()));
    refuse(context, "No downlink here has this token.\n");
  }

  /** Refuses somebody who wants to bring streams; the ingest that says so has told of it. */
  void refuseSite(RoutingContext context) {
    refuse(context, "No uplink here has this token.\n");
  }

  private void refuse(RoutingContext context, String sentence) {
    clients.of(context.request()).counted().ifPresent(tries::add);
    context.response().putHeader("WWW-Authenticate", "Bearer");
    PushProxy.refuse(context, 401, sentence);
  }
}
