package dev.sightline.edge;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.http.WebSocketInternal;

/**
 * The channel below a viewer's connection, for what Vert.x's own interface can't do: the only use
 * of its internals in this package. To be called on the connection's event loop.
 */
final class ViewerChannel {

  private ViewerChannel() {}

  /**
   * Closes a connection at once and forgets what it was to be sent. Every close of Vert.x's own
   * first waits until that has left, which a viewer that doesn't read puts off for ever.
   */
  static void cut(HttpConnection connection) {
    cut(((HttpServerConnection) connection).channelHandlerContext());
  }

  /** The same for a WebSocket. */
  static void cut(ServerWebSocket socket) {
    cut(((WebSocketInternal) socket).channelHandlerContext());
  }

  /** From this context on, the close doesn't pass the handler of Vert.x, which would wait. */
  private static void cut(ChannelHandlerContext context) {
    context.close();
  }
}
