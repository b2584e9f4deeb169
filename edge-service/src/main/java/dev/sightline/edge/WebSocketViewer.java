package dev.sightline.edge;

import io.vertx.core.http.HttpConnection;

/** A viewer of a WebSocket to which each frame is pushed as one message. */
final class WebSocketViewer implements Viewer {

  private final LatestFrameWriter writer;

  /**
   * @param connection what became a WebSocket
   */
  WebSocketViewer(HttpConnection connection, WireForm form, FrameRateCap cap, StreamFeed feed) {
    ViewerChannel channel = ViewerChannel.ofWebSocket(connection);
    this.writer = new LatestFrameWriter(channel, form, cap, feed, System::nanoTime);
  }

  @Override
  public void offer(OutboundFrame frame) {
    writer.offer(frame);
  }

  @Override
  public void everySecond(long patience) {
    writer.everySecond(patience);
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
