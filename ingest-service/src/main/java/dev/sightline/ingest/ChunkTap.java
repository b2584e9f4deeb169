package dev.sightline.ingest;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Optional;

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
  private final Optional<Runnable> onClose;

  /**
   * @param onClose what to do at the end of a response that lasts as long as its connection; none
   *     for one that HTTP ends
   */
  ChunkTap(ContextInternal context, Handler<Buffer> handler, Optional<Runnable> onClose) {
    this.context = context;
    this.handler = handler;
    this.onClose = onClose;
  }

  /**
   * Gives {@code handler} the bytes of the response that just begins; its end is told by Vert.x as
   * ever. To be called when the response's head arrives and on the connection's event loop, so that
   * no byte has passed yet; elsewhere it does nothing, and Vert.x gives the bytes as it always
   * does.
   */
  static void open(Vertx vertx, HttpClientResponse response, Handler<Buffer> handler) {
    open(vertx, response, handler, Optional.empty());
  }

  /**
   * The same for a response that lasts as long as its connection, whatever length it announces:
   * some cameras name an absurd one, at which HTTP would end an endless stream.
   *
   * @param onClose told when the camera has closed the connection in an orderly way
   */
  static void openEndless(
      Vertx vertx, HttpClientResponse response, Handler<Buffer> handler, Runnable onClose) {
    if (response.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
      open(vertx, response, handler);
      return;
    }
    ChannelHandlerContext below = open(vertx, response, handler, Optional.of(onClose));
    if (below.executor().inEventLoop()) {
      // What the codec has read and not decoded yet it passes on as it leaves.
      below.pipeline().remove(HttpClientCodec.class);
    }
  }

  private static ChannelHandlerContext open(
      Vertx vertx,
      HttpClientResponse response,
      Handler<Buffer> handler,
      Optional<Runnable> onClose) {
    ChannelHandlerContext below =
        ((HttpClientConnectionInternal) response.request().connection()).channelHandlerContext();
    ContextInternal context = ((VertxInternal) vertx).getOrCreateContext();
    if (below.executor().inEventLoop()) {
      // A camera that floods has one read a turn, and the others have theirs.
      below.channel().config().setOption(ChannelOption.MAX_MESSAGES_PER_READ, 1);
      below.pipeline().addBefore(below.name(), null, new ChunkTap(context, handler, onClose));
    }
    return below;
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    if (message instanceof ByteBuf bytes) {
      take(bytes);
    } else if (message instanceof HttpContent content && content.decoderResult().isSuccess()) {
      take(content.content());
      if (message instanceof LastHttpContent && onClose.isEmpty()) {
        // The connection may bring another response, which is none of this tap's business.
        channel.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        channel.pipeline().remove(this);
      }
    } else {
      channel.fireChannelRead(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext channel) {
    onClose.ifPresent(action -> context.dispatch(null, closed -> action.run()));
    channel.fireChannelInactive();
  }

  private void take(ByteBuf bytes) {
    try {
      if (bytes.isReadable()) {
        context.dispatch(BufferInternal.buffer(bytes.slice()), handler);
      }
    } finally {
      bytes.release();
    }
  }
}
