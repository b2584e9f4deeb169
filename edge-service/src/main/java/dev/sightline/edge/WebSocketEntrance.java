package dev.sightline.edge;

import dev.sightline.access.Action;
import dev.sightline.access.Pass;
import dev.sightline.bus.StreamDirectory;
import dev.sightline.frame.StreamId;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where WebSocket viewers come in, at either port. Used on one event loop. */
final class WebSocketEntrance {

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketEntrance.class);

  private final StreamHub hub;
  private final StreamDirectory directory;
  private final Duration patience;
  private final StreamList list;
  private final Reception reception;
  private final Set<StreamsSocket> sockets = new HashSet<>();

  /**
   * @param patience how long a viewer may be silent, or take nothing of what is under way to it
   */
  WebSocketEntrance(
      StreamHub hub, StreamDirectory directory, Reception reception, Duration patience) {
    this.hub = hub;
    this.directory = directory;
    this.reception = reception;
    this.patience = patience;
    this.list = new StreamList(directory);
  }

  /** Shakes hands, then sends every frame until the socket closes. */
  void push(
      HttpServerRequest request, Pass pass, StreamId stream, WireForm form, FrameRateCap cap) {
    watch(
        request, pass, stream, (socket, feed) -> WebSocketViewer.pushing(socket, form, cap, feed));
  }

  /** Shakes hands, then sends a frame for each message of the viewer. */
  void pull(HttpServerRequest request, Pass pass, StreamId stream, FrameRateCap cap) {
    watch(request, pass, stream, (socket, feed) -> WebSocketViewer.pulling(socket, cap, feed));
  }

  /** Shakes hands, then sends every message of packets until the socket closes. */
  void ts(HttpServerRequest request, Pass pass, StreamId stream) {
    letIn(
        request,
        pass,
        stream,
        (socket, place) ->
            hub.joinTs(
                stream,
                place,
                feed -> join(pass, stream, place, socket, new TsSocketViewer(socket, feed))));
  }

  /** Shakes hands, then does what the client says. */
  void streams(HttpServerRequest request, Pass pass) {
    Places places = hub.places();
    ClientAddress client = places.clients().of(request);
    letIn(
        request,
        pass,
        () -> places.takeSocket(client),
        (socket, place) -> open(pass, socket, place, client));
  }

  private void watch(
      HttpServerRequest request,
      Pass pass,
      StreamId stream,
      BiFunction<ViewerSocket, StreamFeed, WebSocketViewer> opening) {
    letIn(
        request,
        pass,
        stream,
        (socket, place) ->
            hub.join(
                stream,
                place,
                feed -> join(pass, stream, place, socket, opening.apply(socket, feed))));
  }

  private void letIn(
      HttpServerRequest request, Pass pass, StreamId stream, BiConsumer<ViewerSocket, Place> then) {
    Places places = hub.places();
    ClientAddress client = places.clients().of(request);
    letIn(request, pass, () -> places.take(stream, client), then);
  }

  /** Who isn't let in is told so by a socket: browsers don't show scripts any other answer. */
  private void letIn(
      HttpServerRequest request,
      Pass pass,
      Supplier<Admission> asking,
      BiConsumer<ViewerSocket, Place> then) {
    if (reception.gatekeeper().turnsAway(request, pass)) {
      return;
    }
    shakeHands(
        request,
        socket -> {
          Admission admission = asking.get();
          if (admission instanceof Place place) {
            then.accept(socket, place);
          } else {
            socket.close(ViewerSocket.TRY_AGAIN_LATER, ((Refusal) admission).reason());
          }
        });
  }

  private <V extends SocketViewer> V join(
      Pass pass, StreamId stream, Place place, ViewerSocket socket, V viewer) {
    socket.onEnd(
        () -> {
          viewer.end();
          reception.gone(viewer);
          hub.leave(stream, place, viewer);
        });
    reception.welcome(viewer, pass);
    return viewer;
  }

  private void open(Pass pass, ViewerSocket socket, Place place, ClientAddress client) {
    Sight sight = reception.gatekeeper().sightOf(pass, Action.WATCH);
    StreamsSocket streams = new StreamsSocket(socket, hub, client, directory, list, sight);
    socket.onEnd(
        () -> {
          streams.end();
          reception.gone(streams);
          sockets.remove(streams);
          place.leave();
        });
    sockets.add(streams);
    reception.welcome(streams, pass);
    streams.open();
  }

  private void shakeHands(HttpServerRequest request, Consumer<ViewerSocket> then) {
    HttpConnection connection = request.connection();
    request
        .toWebSocket()
        .map(socket -> new ViewerSocket(socket, connection, patience))
        .onSuccess(
            socket -> {
              reception.connections().forget(connection);
              then.accept(socket);
            })
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
