package dev.sightline.edge;

import static dev.sightline.edge.Mistakes.sentence;

import dev.sightline.frame.StreamId;
import dev.sightline.node.UrlDialect;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Function;

/**
 * Where viewers come in who need nothing but HTTP. Each takes a place before anything is made for
 * it, and leaves when its response has ended, or its connection before that. Used on one event
 * loop.
 */
final class HttpEntrance {

  private final Vertx vertx;
  private final UrlDialect dialect;
  private final Duration snapshotWait;
  private final StreamHub hub;
  private final Reception reception;

  HttpEntrance(
      Vertx vertx, UrlDialect dialect, Duration snapshotWait, StreamHub hub, Reception reception) {
    this.vertx = vertx;
    this.dialect = dialect;
    this.snapshotWait = snapshotWait;
    this.hub = hub;
    this.reception = reception;
  }

  /** Sends every frame until somebody ends it. */
  void stream(RoutingContext context, StreamId stream) {
    HttpServerRequest request = context.request();
    PartOptions options =
        dialect == UrlDialect.PYMJPEG ? PartOptions.PYMJPEG : PartOptions.of(request.params());
    if (Answers.isHead(request)) {
      MultipartViewer.putHeaders(request.response(), options);
      request.response().end();
      return;
    }
    FrameRateCap cap = FrameRateCap.of(request.getParam("fps"));
    if (!reception.door().turnsAway(context)) {
      letIn(
          context,
          stream,
          hub::join,
          feed -> MultipartViewer.open(vertx, request, feed, cap, options));
    }
  }

  /** Sends one frame, for which there is as much time as there is grace. */
  void snapshot(RoutingContext context, StreamId stream) {
    HttpServerRequest request = context.request();
    Freshness freshness = Freshness.of(request.params(), snapshotWait);
    OfflineCards cards = hub.offlineCards();
    letIn(
        context,
        stream,
        hub::join,
        feed -> new SnapshotViewer(vertx, request, feed, cards, freshness));
  }

  /** Sends all packets until somebody ends it. */
  void ts(RoutingContext context, StreamId stream) {
    HttpServerRequest request = context.request();
    if (Answers.isHead(request)) {
      TsHttpViewer.putHeaders(request.response());
      request.response().end();
    } else if (!reception.door().turnsAway(context)) {
      letIn(context, stream, hub::joinTs, feed -> TsHttpViewer.open(request, feed));
    }
  }

  /** How a viewer that has a place comes to its feed. */
  private interface Joining<F, V> {

    void join(StreamId stream, Place place, Function<F, V> opening);
  }

  /** Who gets no place is told why. */
  private <F, V extends Viewer & Guest> void letIn(
      RoutingContext context, StreamId stream, Joining<F, V> joining, Function<F, V> opening) {
    if (reception.gatekeeper().turnsAway(context.request(), Gatekeeper.passOf(context))) {
      return;
    }
    Places places = hub.places();
    Admission admission = places.take(stream, places.clients().of(context.request()));
    if (admission instanceof Place place) {
      joining.join(stream, place, feed -> staying(context, stream, place, opening.apply(feed)));
    } else {
      refuse(context, (Refusal) admission);
    }
  }

  private <V extends Viewer & Guest> V staying(
      RoutingContext context, StreamId stream, Place place, V viewer) {
    reception.welcome(viewer, Gatekeeper.passOf(context));
    reception.connections().leaveAlone(context);
    context.addEndHandler(
        done -> {
          reception.gone(viewer);
          hub.leave(stream, place, viewer);
        });
    return viewer;
  }

  private static void refuse(RoutingContext context, Refusal refusal) {
    context.response().putHeader(HttpHeaders.RETRY_AFTER, Refusal.RETRY_AFTER);
    sentence(context, refusal.status(), refusal.sentence() + "\n");
  }
}
