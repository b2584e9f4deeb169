package dev.sightline.link;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.http.WebSocketInternal;

/**
 * The channel below a link's connection: every public close waits until what was written before has
 * left, which one that doesn't read puts off for ever. The only use of internals in this package.
 */
final class LinkChannel {

  private final ChannelHandlerContext context;

  private LinkChannel(ChannelHandlerContext context) {
    this.context = context;
  }

  /** That of a WebSocket as Vert.x makes it, such as one that was dialled. */
  static LinkChannel of(WebSocketBase socket) {
    return new LinkChannel(((WebSocketInternal) socket).channelHandlerContext());
  }

  /** That of a connection which became a WebSocket; what a router hands out hides its own. */
  static LinkChannel of(HttpConnection connection) {
    return new LinkChannel(((HttpServerConnection) connection).channelHandlerContext());
  }

  /** Closes it below all that would wait for something; one that is closed stays so. */
  void cut() {
    ChannelHandlerContext lowest = context.pipeline().firstContext();
    if (lowest != null) {
      lowest.close();
    }
  }
}
