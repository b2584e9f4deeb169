package dev.sightline.ingest;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Takes the bytes of a camera's response where the socket has put them, before Vert.x copies each
 * chunk into a buffer on the heap: a picture is copied once instead of twice, and half as much is
 * left to the garbage collector.
 *
 * <p>Works on the connection's event loop. A chunk is only lent: its memory is used again as soon
 * as the handler returns.
 */
final class ChunkTap extends ChannelInboundHandlerAdapter {

  private final ContextInternal context;
  private final Handler<Buffer> handler;

  ChunkTap(ContextInternal context, Handler<Buffer> handler) {
    this.context = context;
    this.handler = handler;
  }

  /**
   * Gives {@code handler} the bytes of the response that just begins; its end is told by Vert.x as
   * ever. To be called when the response's head arrives and on the connection's event loop, so that
   * no byte has passed yet; elsewhere it does nothing, and Vert.x gives the bytes as it always
   * does.
   */
  static void open(Vertx vertx, HttpConnection connection, Handler<Buffer> handler) {
    ChannelHandlerContext below =
        ((HttpClientConnectionInternal) connection).channelHandlerContext();
    ContextInternal context = ((VertxInternal) vertx).getOrCreateContext();
    if (below.executor().inEventLoop()) {
      below.pipeline().addBefore(below.name(), null, new ChunkTap(context, handler));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    if (message instanceof HttpContent content && content.decoderResult().isSuccess()) {
      take(content);
      if (message instanceof LastHttpContent) {
        channel.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
      }
    } else {
      channel.fireChannelRead(message);
    }
  }

  private void take(HttpContent content) {
    try {
      if (content.content().isReadable()) {
        context.dispatch(BufferInternal.buffer(content.content().slice()), handler);
      }
    } finally {
      content.release();
    }
  }
}
