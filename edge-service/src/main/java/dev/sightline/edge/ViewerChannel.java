package dev.sightline.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * The channel below a viewer's connection. Frames are written there, complete with what the
 * protocol puts around them, since everything above would be done again for each viewer. What
 * Vert.x itself sends goes the same way and stays in order.
 *
 * <p>Used on the connection's event loop. With {@link FrameMemory} the only use of Netty and of
 * Vert.x's internals in this package.
 */
final class ViewerChannel implements LatestFrameWriter.Sink {

  /**
   * So much may wait in the kernel behind what the network has taken: little, since it is a picture
   * that grows old there, but enough that a fast viewer never waits for the next piece.
   */
  private static final long UNSENT_BYTES = 16 << 10;

  /** Without that option the whole buffer is bounded, with what the viewer hasn't acknowledged. */
  private static final int SEND_BUFFER_BYTES = 64 << 10;

  /** Where the protocol is put on; writing and closing from here passes below it. */
  private final ChannelHandlerContext protocol;

  private ViewerChannel(HttpConnection connection, Class<? extends ChannelHandler> protocol) {
    Channel channel = ((HttpServerConnection) connection).channelHandlerContext().channel();
    this.protocol = channel.pipeline().context(protocol);
    keepFresh(channel);
  }

  /** For the body of a response that has no length and is never ended. */
  static ViewerChannel ofResponse(HttpConnection connection) {
    return new ViewerChannel(connection, HttpResponseEncoder.class);
  }

  /** For unfragmented messages on a WebSocket without extensions that this connection became. */
  static ViewerChannel ofWebSocket(HttpConnection connection) {
    return new ViewerChannel(connection, WebSocketFrameEncoder.class);
  }

  private static void keepFresh(Channel channel) {
    if (channel instanceof EpollSocketChannel) {
      channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
    } else {
      channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
    }
  }

  @Override
  public boolean write(SharedBuffer bytes, LatestFrameWriter writer) {
    ChannelFuture written = protocol.writeAndFlush(bytes.forOneWrite());
    if (written.isSuccess()) {
      return true;
    }
    written.addListener(future -> writer.left(future.isSuccess()));
    return false;
  }

  /**
   * Closes the connection at once and forgets what it was to be sent. Every close of Vert.x's own
   * first waits until that has left, which a viewer that doesn't read puts off for ever.
   */
  @Override
  public void abandon() {
    protocol.close();
  }
}
