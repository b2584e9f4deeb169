package dev.sightline.edge;

import java.util.Optional;

/** A viewer of one stream on a WebSocket, to which each frame is sent as one message. */
final class WebSocketViewer implements FrameViewer, SocketViewer {

  private final String kind;
  private final ViewerSocket socket;
  private final StreamFeed feed;
  private final LatestFrameWriter writer;

  private WebSocketViewer(
      String kind,
      ViewerSocket socket,
      LatestFrameWriter.Sink sink,
      FrameRateCap cap,
      StreamFeed feed) {
    this.kind = kind;
    this.socket = socket;
    this.feed = feed;
    this.writer = new LatestFrameWriter(sink, cap, feed, System::nanoTime);
  }

  /** One that gets every frame without asking. */
  static WebSocketViewer pushing(
      ViewerSocket socket, WireForm form, FrameRateCap cap, StreamFeed feed) {
    FormSink sink = new FormSink(socket.channel(), form);
    return new WebSocketViewer("websocket", socket, sink, cap, feed);
  }

  /** One that asks for each frame, by any message at all. */
  static WebSocketViewer pulling(ViewerSocket socket, FrameRateCap cap, StreamFeed feed) {
    PullSink sink = new PullSink(new FormSink(socket.channel(), WireForm.BINARY_MESSAGE));
    WebSocketViewer viewer = new WebSocketViewer("pull", socket, sink, cap, feed);
    socket.onMessage(
        () -> {
          sink.request();
          viewer.writer.proceed();
        });
    return viewer;
  }

  @Override
  public void offer(OutboundFrame frame) {
    writer.offer(frame);
  }

  @Override
  public void everySecond(Patience patience) {
    writer.everySecond(patience);
    if (!socket.isThere(writer.delivered())) {
      feed.counts().gaveUp();
      socket.abandon();
    }
  }

  @Override
  public Optional<ViewerFigures> figures() {
    return Optional.of(writer.figures(kind));
  }

  @Override
  public void finish(short code, String reason) {
    writer.finish(() -> socket.close(code, reason));
  }

  @Override
  public void cut() {
    writer.end();
    socket.abandon();
  }

  @Override
  public void end() {
    writer.end();
  }

  @Override
  public String toString() {
    return "WebSocket viewer, " + writer;
  }
}
