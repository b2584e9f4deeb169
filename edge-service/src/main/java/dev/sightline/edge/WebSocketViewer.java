package dev.sightline.edge;

import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;

/** A viewer of mjpeg-relay's WebSocket: one text message with a data URL per frame, pushed. */
final class WebSocketViewer implements Viewer, LatestFrameWriter.Sink {

  private final ServerWebSocket socket;
  private final LatestFrameWriter writer;

  WebSocketViewer(ServerWebSocket socket, EdgeStream counts, Duration patience) {
    this.socket = socket;
    this.writer = new LatestFrameWriter(this, counts, patience, System::nanoTime);
  }

  @Override
  public void offer(OutboundFrame frame) {
    writer.offer(frame);
  }

  @Override
  public void checkPatience() {
    writer.checkPatience();
  }

  @Override
  public Future<Void> write(OutboundFrame frame) {
    return socket.writeFinalTextFrame(frame.dataUrl());
  }

  /** Says nothing more: a viewer that doesn't read would not read a closing handshake either. */
  @Override
  public void abandon() {
    ViewerChannel.cut(socket);
  }
}
