package dev.sightline.edge;

import dev.sightline.edge.LatestFrameWriter.Outcome;
import java.util.Optional;

/** A viewer of MPEG-TS on a WebSocket, such as JSMpeg: binary messages of whole packets. */
final class TsSocketViewer implements TsViewer, SocketViewer, TsWriter.Sink {

  private final ViewerSocket socket;
  private final TsFeed feed;
  private final TsWriter writer;

  TsSocketViewer(ViewerSocket socket, TsFeed feed) {
    this.socket = socket;
    this.feed = feed;
    this.writer = feed.newWriter(this);
  }

  @Override
  public void proceed() {
    writer.proceed();
  }

  @Override
  public Outcome write(TsMessage message, ViewerChannel.Follower follower) {
    return socket.channel().write(message.bytes(), follower);
  }

  @Override
  public long waiting() {
    return socket.channel().waiting();
  }

  @Override
  public void abandon() {
    socket.abandon();
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
    return Optional.of(writer.figures("ts"));
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
    return "WebSocket viewer of MPEG-TS, " + writer;
  }
}
