package dev.sightline.link;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.internal.http.WebSocketInternal;

/**
 * The channel below a link's connection: every public close waits until what was written before has
 * left, which one that doesn't read puts off for ever. The only use of internals in this package.
 */
final class LinkChannel {

  private LinkChannel() {}

  /** Closes it below all that would wait for something; one that is closed stays so. */
  static void cut(WebSocketBase socket) {
    ChannelHandlerContext lowest =
        ((WebSocketInternal) socket).channelHandlerContext().pipeline().firstContext();
    if (lowest != null) {
      lowest.close();
    }
  }
}
