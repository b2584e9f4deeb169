package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where WebSocket viewers come in, at either port. */
final class WebSocketEntrance {

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketEntrance.class);

  /** A close code of the IANA registry. */
  private static final short TRY_AGAIN_LATER = 1013;

  private final StreamHub hub;

  WebSocketEntrance(StreamHub hub) {
    this.hub = hub;
  }

  /** Shakes hands, then pushes the stream until the socket closes. */
  void admit(HttpServerRequest request, StreamId stream, WireForm form, FrameRateCap cap) {
    HttpConnection connection = request.connection();
    request
        .toWebSocket()
        .onSuccess(socket -> push(socket, connection, stream, form, cap))
        .onFailure(failure -> LOG.debug("a WebSocket handshake failed: {}", failure.toString()));
  }

  private void push(
      ServerWebSocket socket,
      HttpConnection connection,
      StreamId stream,
      WireForm form,
      FrameRateCap cap) {
    if (!hub.admit()) {
      socket.close(TRY_AGAIN_LATER, "this edge has as many viewers as it takes");
      return;
    }
    hub.join(
        stream,
        feed -> {
          WebSocketViewer viewer = new WebSocketViewer(socket, connection, form, cap, feed);
          socket.endHandler(v -> end(stream, viewer));
          socket.closeHandler(v -> end(stream, viewer));
          return viewer;
        });
  }

  /** Both when the viewer says that it closes and when it is gone without a word. */
  private void end(StreamId stream, WebSocketViewer viewer) {
    viewer.end();
    hub.leave(stream, viewer);
  }
}
