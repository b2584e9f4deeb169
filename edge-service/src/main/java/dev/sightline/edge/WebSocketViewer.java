package dev.sightline.edge;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.util.Optional;

/** A viewer of a WebSocket to which each frame is pushed as one message. */
final class WebSocketViewer implements Viewer {

  /** A close code of RFC 6455. Unlike a normal end it makes players try again. */
  private static final short GOING_AWAY = 1001;

  private final ServerWebSocket socket;
  private final LatestFrameWriter writer;

  /**
   * @param connection what became the socket
   */
  WebSocketViewer(
      ServerWebSocket socket,
      HttpConnection connection,
      WireForm form,
      FrameRateCap cap,
      StreamFeed feed) {
    this.socket = socket;
    FormSink sink = new FormSink(ViewerChannel.ofWebSocket(connection), form);
    this.writer = new LatestFrameWriter(sink, cap, feed, System::nanoTime);
  }

  @Override
  public void offer(OutboundFrame frame) {
    writer.offer(frame);
  }

  @Override
  public void everySecond(long patience) {
    writer.everySecond(patience);
  }

  @Override
  public Optional<ViewerFigures> figures() {
    return Optional.of(writer.figures("websocket"));
  }

  @Override
  public void dismiss() {
    writer.finish(() -> socket.close(GOING_AWAY, "this stream is no more"));
  }

  /** No frame is begun any more: none may follow the answer to a close. */
  void end() {
    writer.end();
  }

  @Override
  public String toString() {
    return "WebSocket viewer, " + writer;
  }
}
