package dev.sightline.ingest;

import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.metrics.BusMetrics;
import dev.sightline.metrics.DropPlace;
import dev.sightline.node.Connections;
import dev.sightline.node.SeldomLog;
import dev.sightline.node.UnwantedBody;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.LoggerFactory;

/** The URLs of an ingest: for whoever wants to know what it does. Viewers go to an edge. */
final class IngestRouter {

  /** The trouble that is told seldom, since each request may bring it. */
  private enum Trouble {
    OURS
  }

  private static final SeldomLog SELDOM =
      new SeldomLog(LoggerFactory.getLogger(IngestRouter.class));

  private final Vertx vertx;
  private final RelayBus bus;
  private final Connections connections;
  private final CameraRoster roster;
  private final UploadHandler uploads;
  private final Uplinks uplinks;
  private final BusMetrics sent;

  IngestRouter(
      Vertx vertx,
      RelayBus bus,
      Connections connections,
      CameraRoster roster,
      UploadHandler uploads,
      Uplinks uplinks,
      BusMetrics sent) {
    this.vertx = vertx;
    this.bus = bus;
    this.connections = connections;
    this.roster = roster;
    this.uploads = uploads;
    this.uplinks = uplinks;
    this.sent = sent;
  }

  Router routes() {
    Router router = Router.router(vertx);
    router.route().handler(connections::attend);
    // Who leaves it to the router has the whole URL in the log, and with it secrets.
    router.errorHandler(400, IngestRouter::brokenUrl);
    router.errorHandler(500, IngestRouter::failure);
    router.get("/status.json").handler(this::status);
    router.routeWithRegex("/upload(/.*)?").handler(this::leaveAlone).handler(uploads);
    router.get("/uplink").handler(this::leaveAlone).handler(uplinks);
    router
        .route("/:stream/frames")
        .handler(this::leaveAlone)
        .handler(new PushHandler(roster::find));
    router
        .route()
        .handler(context -> answer(context, 404, "This is an ingest; viewers go to an edge.\n"));
    return router;
  }

  /** How long a push may take is its source's business. */
  private void leaveAlone(RoutingContext context) {
    connections.leaveAlone(context);
    context.next();
  }

  private void status(RoutingContext context) {
    JsonArray streams = new JsonArray();
    bus.directory().entries().stream()
        .filter(this::isOurs)
        .map(Entry::status)
        .map(this::withWhatWasSent)
        .forEach(streams::add);
    JsonObject report =
        new JsonObject().put("node", bus.transport().node()).put("streams", streams);
    context.json(report);
  }

  /** To all edges, or of a site to the relay; and what was left out on the way there. */
  private JsonObject withWhatWasSent(StreamStatus status) {
    StreamId stream = status.stream();
    JsonObject told = status.toJson();
    return status.kind() == StreamKind.PICTURES
        ? told.put("framesSent", count(sent.framesSent(stream)))
            .put("framesDropped", count(sent.framesDropped(stream, DropPlace.BUS)))
        : told.put("bytesSent", count(sent.stretchBytesSent(stream)))
            .put("bytesDropped", count(sent.stretchBytesDropped(stream, DropPlace.BUS)));
  }

  private static long count(Counter counter) {
    return (long) counter.count();
  }

  private boolean isOurs(Entry entry) {
    return entry.owner() != null && entry.owner().node().equals(bus.transport().node());
  }

  private static void brokenUrl(RoutingContext context) {
    answer(context, 400, "This URL is broken: after % come two digits.\n");
  }

  /** A mistake of ours: the log gets all of it but the URL. */
  private static void failure(RoutingContext context) {
    SELDOM.error(Trouble.OURS, "a {} failed", context.request().method(), context.failure());
    if (context.response().headWritten()) {
      context.request().connection().close();
    } else {
      answer(context, 500, "Something went wrong on our side; the log of this ingest says what.\n");
    }
  }

  /** Nobody wants the body, which may have no end. */
  private static void answer(RoutingContext context, int code, String sentence) {
    context
        .response()
        .setStatusCode(code)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(sentence);
    UnwantedBody.close(context.vertx(), context.request());
  }
}
