package dev.sightline.edge;

import dev.sightline.bus.StreamDirectory;
import dev.sightline.frame.StreamId;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where WebSocket viewers come in, at either port. Used on one event loop. */
final class WebSocketEntrance {

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketEntrance.class);

  private final StreamHub hub;
  private final StreamDirectory directory;
  private final EdgeStreams places;
  private final Duration patience;
  private final StreamList list;
  private final Guests guests;
  private final Set<StreamsSocket> sockets = new HashSet<>();

  /**
   * @param patience how long a viewer may be silent, or take nothing of what is under way to it
   */
  WebSocketEntrance(
      StreamHub hub,
      StreamDirectory directory,
      EdgeStreams places,
      Guests guests,
      Duration patience) {
    this.hub = hub;
    this.directory = directory;
    this.places = places;
    this.guests = guests;
    this.patience = patience;
    this.list = new StreamList(directory);
  }

  /** Shakes hands, then sends every frame until the socket closes. */
  void push(HttpServerRequest request, StreamId stream, WireForm form, FrameRateCap cap) {
    watch(request, stream, (socket, feed) -> WebSocketViewer.pushing(socket, form, cap, feed));
  }

  /** Shakes hands, then sends a frame for each message of the viewer. */
  void pull(HttpServerRequest request, StreamId stream, FrameRateCap cap) {
    watch(request, stream, (socket, feed) -> WebSocketViewer.pulling(socket, cap, feed));
  }

  /** Shakes hands, then sends every message of packets until the socket closes. */
  void ts(HttpServerRequest request, StreamId stream) {
    letIn(
        request,
        socket ->
            hub.joinTs(stream, feed -> join(stream, socket, new TsSocketViewer(socket, feed))));
  }

  /** Shakes hands, then does what the client says. */
  void streams(HttpServerRequest request) {
    shakeHands(request, this::open);
  }

  private void watch(
      HttpServerRequest request,
      StreamId stream,
      BiFunction<ViewerSocket, StreamFeed, WebSocketViewer> opening) {
    letIn(
        request,
        socket -> hub.join(stream, feed -> join(stream, socket, opening.apply(socket, feed))));
  }

  private void letIn(HttpServerRequest request, Consumer<ViewerSocket> then) {
    shakeHands(
        request,
        socket -> {
          if (hub.admit()) {
            then.accept(socket);
          } else {
            refuse(socket);
          }
        });
  }

  private <V extends SocketViewer> V join(StreamId stream, ViewerSocket socket, V viewer) {
    socket.onEnd(
        () -> {
          viewer.end();
          guests.remove(viewer);
          hub.leave(stream, viewer);
        });
    guests.add(viewer);
    return viewer;
  }

  private void open(ViewerSocket socket) {
    StreamsSocket streams = new StreamsSocket(socket, hub, directory, list);
    socket.onEnd(
        () -> {
          streams.end();
          guests.remove(streams);
          if (sockets.remove(streams)) {
            places.leaveSocket();
          }
        });
    if (places.admitSocket()) {
      sockets.add(streams);
      guests.add(streams);
      streams.open();
    } else {
      refuse(socket);
    }
  }

  private static void refuse(ViewerSocket socket) {
    socket.close(ViewerSocket.TRY_AGAIN_LATER, "this edge has as many viewers as it takes");
  }

  private void shakeHands(HttpServerRequest request, Consumer<ViewerSocket> then) {
    HttpConnection connection = request.connection();
    request
        .toWebSocket()
        .map(socket -> new ViewerSocket(socket, connection, patience))
        .onSuccess(then::accept)
        .onFailure(failure -> LOG.debug("a WebSocket handshake failed: {}", failure.toString()));
  }

  /** Viewers of one stream are looked after by its feed. */
  void everySecond() {
    if (!sockets.isEmpty()) {
      list.refresh();
      List.copyOf(sockets).forEach(StreamsSocket::everySecond);
    }
  }
}
