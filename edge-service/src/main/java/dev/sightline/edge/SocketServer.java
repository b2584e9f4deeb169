package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * The WebSocket port of mjpeg-relay's clients: any path, any origin, frames pushed as text.
 *
 * <p>The last segment that names a stream is meant; a path without one means the default or only
 * stream.
 */
final class SocketServer {

  private final Vertx vertx;
  private final HttpServerOptions options;
  private final WebSocketEntrance entrance;
  private final Reception reception;
  private final StreamPath paths;

  SocketServer(
      Vertx vertx,
      HttpServerOptions options,
      WebSocketEntrance entrance,
      Reception reception,
      StreamPath paths) {
    this.vertx = vertx;
    this.options = options;
    this.entrance = entrance;
    this.reception = reception;
    this.paths = paths;
  }

  Future<HttpServer> listen(int port, String host) {
    return vertx
        .createHttpServer(options)
        .connectionHandler(reception.connections()::opened)
        .requestHandler(this::handle)
        .listen(port, host);
  }

  private void handle(HttpServerRequest request) {
    reception.connections().attend(request);
    AnswerHeaders.put(request).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    if (!request.canUpgradeToWebSocket()) {
      request
          .response()
          .setStatusCode(426)
          .putHeader(HttpHeaders.UPGRADE, "websocket")
          .end("This port speaks WebSocket; pages are on the other one.\n");
      return;
    }
    if (reception.door().isClosed()) {
      request
          .response()
          .setStatusCode(503)
          .putHeader(HttpHeaders.RETRY_AFTER, Door.RETRY_AFTER)
          .end(Door.SENTENCE);
      return;
    }
    find(request.path())
        .ifPresentOrElse(
            stream -> push(request, stream),
            () ->
                reception.gatekeeper().admit(request, Optional.empty(), pass -> notFound(request)));
  }

  private void push(HttpServerRequest request, StreamId stream) {
    reception
        .gatekeeper()
        .admit(
            request,
            Optional.of(stream),
            pass -> entrance.push(request, pass, stream, WireForm.TEXT_MESSAGE, FrameRateCap.NONE));
  }

  private static void notFound(HttpServerRequest request) {
    request.response().setStatusCode(404).end();
  }

  private Optional<StreamId> find(String path) {
    String[] segments = path.split("/");
    for (int i = segments.length - 1; i >= 0; i--) {
      if (paths.isStream(segments[i])) {
        return paths.find(segments[i], StreamKind.PICTURES);
      }
    }
    return paths.find(null, StreamKind.PICTURES);
  }
}
