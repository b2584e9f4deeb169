package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * The WebSocket port of mjpeg-relay's clients: any path, any origin, frames pushed as text.
 *
 * <p>A path that begins with a stream's name means that stream; any other means the only one.
 */
final class SocketServer {

  private final Vertx vertx;
  private final WebSocketEntrance entrance;
  private final StreamPath paths;

  SocketServer(Vertx vertx, WebSocketEntrance entrance, StreamPath paths) {
    this.vertx = vertx;
    this.entrance = entrance;
    this.paths = paths;
  }

  Future<HttpServer> listen(int port, String host) {
    return vertx
        .createHttpServer(EdgeServerOptions.create())
        .requestHandler(this::handle)
        .listen(port, host);
  }

  private void handle(HttpServerRequest request) {
    if (!request.canUpgradeToWebSocket()) {
      request
          .response()
          .setStatusCode(426)
          .putHeader(HttpHeaders.UPGRADE, "websocket")
          .end("This port speaks WebSocket; pages are on the other one.\n");
      return;
    }
    find(request.path())
        .ifPresentOrElse(
            stream -> entrance.admit(request, stream, WireForm.TEXT_MESSAGE, FrameRateCap.NONE),
            () -> request.response().setStatusCode(404).end());
  }

  private Optional<StreamId> find(String path) {
    String[] segments = path.split("/", 3);
    Optional<StreamId> named = paths.find(segments.length > 1 ? segments[1] : "");
    return named.or(() -> paths.find(null));
  }
}
