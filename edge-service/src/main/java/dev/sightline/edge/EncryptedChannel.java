package dev.sightline.edge;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpConnection;

/** The same over TLS, where {@link Pieces} keep what is encrypted ahead of the viewer small. */
final class EncryptedChannel extends PlainChannel {

  private final Pieces pieces = new Pieces();

  private EncryptedChannel(HttpConnection connection, Class<? extends ChannelHandler> protocol) {
    super(connection, protocol);
    ChannelHandlerContext tls = channel().pipeline().context(SslHandler.class);
    channel().pipeline().addAfter(tls.name(), null, pieces);
  }

  static PlainChannel ofResponse(HttpConnection connection) {
    return new EncryptedChannel(connection, HttpResponseEncoder.class);
  }

  static PlainChannel ofWebSocket(HttpConnection connection) {
    return new EncryptedChannel(connection, WebSocketFrameEncoder.class);
  }

  @Override
  boolean isBusy() {
    return pieces.waiting() > 0 || super.isBusy();
  }

  @Override
  long waiting() {
    return pieces.waiting() + super.waiting();
  }

  /** TLS's own farewell would wait for what is under way. */
  @Override
  void abandon() {
    cut(channel());
  }
}
