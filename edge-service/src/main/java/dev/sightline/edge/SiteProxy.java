package dev.sightline.edge;

import dev.sightline.bus.Entrance;
import dev.sightline.bus.StreamDirectory;
import dev.sightline.edge.Passages.Passage;
import dev.sightline.node.BearerToken;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Passes sites on that dial this edge, to any of the ingests that let them in and can be reached.
 * Bytes go through a tunnel, in which neither end is read faster than the other one takes. Lives on
 * one event loop.
 */
final class SiteProxy implements Handler<RoutingContext> {

  /** Sites that one event loop passes on at a time; a site has one connection. */
  static final int MOST = 1_000;

  /** Of them from one address, so that nobody takes all. */
  static final int MOST_OF_AN_ADDRESS = MOST / 2;

  /** Ingests are near; another one is tried after that. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /**
   * An ingest that acknowledges nothing for so long is gone (Linux), and the site is to dial again.
   * While pictures are on their way that is noticed before the cluster does.
   */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private static final String SOON = "1";

  /** What the ingest is told of a handshake; nothing else of what somebody says reaches it. */
  private static final List<String> HANDSHAKE =
      List.of("Sec-WebSocket-Key", "Sec-WebSocket-Version", "Authorization");

  private final StreamDirectory directory;
  private final Strangers strangers;
  private final ClientAddresses clients;
  private final Reception reception;
  private final Passages passages = new Passages(MOST, MOST_OF_AN_ADDRESS);
  private final Tunnels tunnels;

  /** A field, since a client that is garbage closes its connections. */
  private final HttpClient client;

  SiteProxy(
      Vertx vertx,
      StreamDirectory directory,
      Strangers strangers,
      ClientAddresses clients,
      Reception reception) {
    this.directory = directory;
    this.strangers = strangers;
    this.clients = clients;
    this.reception = reception;
    this.tunnels = new Tunnels(vertx, directory);
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setTcpUserTimeout((int) SILENCE.toMillis())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true),
            new PoolOptions().setHttp1MaxSize(MOST));
  }

  @Override
  public void handle(RoutingContext context) {
    List<Entrance> entrances = directory.entrancesForUplinks();
    if (entrances.isEmpty() && directory.awaitsUplinks()) {
      later(context, "No ingest is there as yet; dial again.\n");
    } else if (entrances.isEmpty()) {
      PushProxy.refuse(
          context, 404, "No ingest here takes uplinks; sites need the setting uplinks.\n");
    } else if (!strangers.turnsAway(context)) {
      List<Entrance> shuffled = new ArrayList<>(entrances);
      Collections.shuffle(shuffled);
      letIn(context, new ArrayDeque<>(shuffled));
    }
  }

  private void letIn(RoutingContext context, Deque<Entrance> entrances) {
    HttpServerRequest request = context.request();
    if (!BearerToken.isIn(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      strangers.refuseSite(context);
    } else if (!request.canUpgradeToWebSocket()) {
      request.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      PushProxy.refuse(context, 426, "A site dials this URL with a WebSocket.\n");
    } else if (reception.door().isClosed()) {
      later(context, Door.SENTENCE);
    } else if (passages.areFull()) {
      later(context, "This edge passes on as many sites as it can; dial again.\n");
    } else {
      passages
          .begin(clients.of(request).counted())
          .ifPresentOrElse(
              passage -> pass(context, passage, entrances), () -> tooManyOfAnAddress(context));
    }
  }

  private static void later(RoutingContext context, String sentence) {
    context.response().putHeader(HttpHeaders.RETRY_AFTER, SOON);
    PushProxy.refuse(context, 503, sentence);
  }

  private static void tooManyOfAnAddress(RoutingContext context) {
    context.response().putHeader(HttpHeaders.RETRY_AFTER, SOON);
    PushProxy.refuse(
        context, 429, "Your address has as many sites here as one address may; dial again.\n");
  }

  private void pass(RoutingContext context, Passage passage, Deque<Entrance> entrances) {
    HttpServerRequest request = context.request();
    reception.connections().leaveAlone(context);
    context.addEndHandler(done -> passage.end());
    // What has become a WebSocket ends without a word to the router.
    ViewerChannel.onClose(
        request.connection(),
        () -> {
          passage.end();
          reception.connections().forget(request.connection());
        });
    request.pause();
    reach(request, entrances)
        .compose(asked -> handshake(request, asked).connect())
        .onSuccess(answer -> answered(context, answer))
        .onFailure(failure -> outOfReach(context));
  }

  /** The next one is tried if one can't be connected to. */
  private Future<HttpClientRequest> reach(HttpServerRequest request, Deque<Entrance> entrances) {
    Entrance entrance = entrances.remove();
    tunnels.opened(request.connection(), entrance);
    RequestOptions uplink =
        new RequestOptions().setHost(entrance.host()).setPort(entrance.port()).setURI("/uplink");
    return client
        .request(uplink)
        .recover(
            gone -> entrances.isEmpty() ? Future.failedFuture(gone) : reach(request, entrances));
  }

  private HttpClientRequest handshake(HttpServerRequest request, HttpClientRequest asked) {
    HANDSHAKE.forEach(
        name ->
            Optional.ofNullable(request.getHeader(name))
                .ifPresent(value -> asked.putHeader(name, value)));
    asked
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
        .putHeader(HttpHeaders.UPGRADE, "websocket")
        .putHeader("X-Forwarded-For", strangers.addressOf(request))
        // It is told by the future, or there is a tunnel, of which both ends are told.
        .exceptionHandler(gone -> {});
    ViewerChannel.onClose(request.connection(), asked::reset);
    return asked;
  }

  private void answered(RoutingContext context, HttpClientResponse answer) {
    if (answer.statusCode() == 101) {
      tunnel(context.request(), answer);
    } else {
      answer
          .body()
          .onSuccess(said -> refused(context, answer, said.toString()))
          .onFailure(gone -> outOfReach(context))
          // It was to be a tunnel, and is of no other use.
          .onComplete(done -> answer.request().connection().close());
    }
  }

  private static void tunnel(HttpServerRequest request, HttpClientResponse answer) {
    NetSocket ingest = answer.netSocket();
    ingest.pause();
    request.resume();
    request.response().setStatusCode(101).headers().addAll(answer.headers());
    request
        .toNetSocket()
        .onSuccess(
            site -> {
              site.pipeTo(ingest);
              ingest.pipeTo(site);
            })
        .onFailure(gone -> ingest.close());
  }

  /** What the ingest says is a sentence for the site. */
  private void refused(RoutingContext context, HttpClientResponse answer, String said) {
    context.request().resume();
    if (answer.statusCode() == 401) {
      strangers.refuseSite(context);
    } else {
      Optional.ofNullable(answer.getHeader(HttpHeaders.RETRY_AFTER))
          .ifPresent(soon -> context.response().putHeader(HttpHeaders.RETRY_AFTER, soon));
      PushProxy.refuse(context, answer.statusCode(), said);
    }
  }

  private static void outOfReach(RoutingContext context) {
    if (!context.response().headWritten() && !context.response().closed()) {
      context.request().resume();
      context.response().putHeader(HttpHeaders.RETRY_AFTER, SOON);
      PushProxy.refuse(context, 502, "The ingest for this site is out of reach; dial again.\n");
    }
  }
}
