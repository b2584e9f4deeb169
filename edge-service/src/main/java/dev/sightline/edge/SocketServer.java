package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.util.Optional;

/**
 * The WebSocket port of mjpeg-relay's clients: any path, any origin, frames pushed as text.
 *
 * <p>A path that begins with a stream's name means that stream; any other means the only one.
 */
final class SocketServer {

  /** A close code of the IANA registry. */
  private static final short TRY_AGAIN_LATER = 1013;

  private final Vertx vertx;
  private final EdgeConfig config;
  private final StreamHub hub;
  private final StreamPath paths;

  SocketServer(Vertx vertx, EdgeConfig config, StreamHub hub, StreamPath paths) {
    this.vertx = vertx;
    this.config = config;
    this.hub = hub;
    this.paths = paths;
  }

  Future<HttpServer> listen(int port, String host) {
    return vertx
        .createHttpServer(options())
        .webSocketHandshakeHandler(this::handshake)
        .webSocketHandler(this::attach)
        .requestHandler(
            request ->
                request
                    .response()
                    .setStatusCode(426)
                    .putHeader("Upgrade", "websocket")
                    .end("This port speaks WebSocket; pages are on the other one.\n"))
        .listen(port, host);
  }

  /** A picture is compressed already: doing it again costs twenty times what sending it does. */
  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setTcpKeepAlive(true)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false);
  }

  private void handshake(ServerWebSocketHandshake handshake) {
    if (find(handshake.path()).isPresent()) {
      handshake.accept();
    } else {
      handshake.reject(404);
    }
  }

  private void attach(ServerWebSocket socket) {
    StreamId stream = find(socket.path()).orElse(null);
    if (stream == null) {
      socket.close(TRY_AGAIN_LATER, "the stream has just gone");
      return;
    }
    if (!hub.admit()) {
      socket.close(TRY_AGAIN_LATER, "this edge has as many viewers as it takes");
      return;
    }
    WebSocketViewer viewer =
        new WebSocketViewer(socket, hub.counts(stream), config.viewerTimeout());
    socket.closeHandler(v -> hub.leave(stream, viewer));
    hub.join(stream, viewer);
  }

  private Optional<StreamId> find(String path) {
    String[] segments = path.split("/", 3);
    Optional<StreamId> named = paths.find(segments.length > 1 ? segments[1] : "");
    return named.or(() -> paths.find(null));
  }
}
