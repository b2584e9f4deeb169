package dev.sightline.edge;

import static dev.sightline.edge.Mistakes.sentence;

import dev.sightline.frame.StreamId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** What the URLs for WebSockets do: they read the query, and let in who speaks WebSocket. */
final class SocketHandlers {

  private final WebSocketEntrance entrance;
  private final Door door;

  SocketHandlers(WebSocketEntrance entrance, Door door) {
    this.entrance = entrance;
    this.door = door;
  }

  void push(RoutingContext context, StreamId stream) {
    HttpServerRequest request = context.request();
    FrameRateCap cap = FrameRateCap.of(request.getParam("fps"));
    WireForm form = formOf(request.getParam("format"));
    if (mayEnter(context, "the same pictures are at stream")) {
      entrance.push(request, Gatekeeper.passOf(context), stream, form, cap);
    }
  }

  void pull(RoutingContext context, StreamId stream) {
    FrameRateCap cap = FrameRateCap.of(context.request().getParam("fps"));
    if (mayEnter(context, "the same pictures are at stream")) {
      entrance.pull(context.request(), Gatekeeper.passOf(context), stream, cap);
    }
  }

  void ts(RoutingContext context, StreamId stream) {
    if (mayEnter(context, "the same packets are at live.ts")) {
      entrance.ts(context.request(), Gatekeeper.passOf(context), stream);
    }
  }

  void streams(RoutingContext context) {
    if (mayEnter(context, "the same pictures are at stream")) {
      entrance.streams(context.request(), Gatekeeper.passOf(context));
    }
  }

  private boolean mayEnter(RoutingContext context, String elsewhere) {
    return isUpgrade(context, elsewhere) && !door.turnsAway(context);
  }

  private static boolean isUpgrade(RoutingContext context, String elsewhere) {
    boolean upgrade = context.request().canUpgradeToWebSocket();
    if (!upgrade) {
      context.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      sentence(context, 426, "This URL speaks WebSocket; %s.\n".formatted(elsewhere));
    }
    return upgrade;
  }

  private static WireForm formOf(String format) {
    if (format == null || format.equals("binary")) {
      return WireForm.BINARY_MESSAGE;
    }
    if (format.equals("base64")) {
      return WireForm.TEXT_MESSAGE;
    }
    throw new BadQueryException("format must be binary or base64.");
  }
}
