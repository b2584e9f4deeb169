package dev.sightline.ingest;

import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.bus.StreamStatus;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The URLs of an ingest: for whoever wants to know what it does. Viewers go to an edge. */
final class IngestRouter {

  private final Vertx vertx;
  private final RelayBus bus;
  private final CameraRoster roster;
  private final UploadHandler uploads;

  IngestRouter(Vertx vertx, RelayBus bus, CameraRoster roster, UploadHandler uploads) {
    this.vertx = vertx;
    this.bus = bus;
    this.roster = roster;
    this.uploads = uploads;
  }

  Router routes() {
    Router router = Router.router(vertx);
    router.get("/status.json").handler(this::status);
    router.routeWithRegex("/upload(/.*)?").handler(uploads);
    router.route("/:stream/frames").handler(new PushHandler(roster::find));
    router
        .route()
        .handler(context -> answer(context, 404, "This is an ingest; viewers go to an edge.\n"));
    return router;
  }

  private void status(RoutingContext context) {
    JsonArray streams = new JsonArray();
    bus.directory().entries().stream()
        .filter(this::isOurs)
        .map(Entry::status)
        .map(StreamStatus::toJson)
        .forEach(streams::add);
    JsonObject report =
        new JsonObject().put("node", bus.transport().node()).put("streams", streams);
    context.json(report);
  }

  private boolean isOurs(Entry entry) {
    return bus.epoch().equals(entry.owner());
  }

  private static void answer(RoutingContext context, int code, String sentence) {
    context
        .response()
        .setStatusCode(code)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(sentence);
  }
}
