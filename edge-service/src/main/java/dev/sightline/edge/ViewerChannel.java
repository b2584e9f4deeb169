package dev.sightline.edge;

import dev.sightline.edge.LatestFrameWriter.Outcome;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel below a viewer's connection. Frames are written there, complete with what the
 * protocol puts around them, since everything above would be done again for each viewer. What
 * Vert.x itself sends goes the same way and stays in order.
 *
 * <p>Used on the connection's event loop. With {@link FrameMemory} and {@link SharedBuffer} the
 * only use of Netty and of Vert.x's internals in this package.
 */
final class ViewerChannel {

  /** Who wants to know when a write is over that wasn't at once. */
  interface Follower {

    /** What was under way has left, or never will. */
    void left(boolean succeeded);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ViewerChannel.class);

  /**
   * So much may wait in the kernel behind what the network has taken: little, since it is a picture
   * that grows old there, but enough that a fast viewer never waits for the next piece.
   */
  private static final long UNSENT_BYTES = 16 << 10;

  /** Without that option the whole buffer is bounded, with what the viewer hasn't acknowledged. */
  private static final int SEND_BUFFER_BYTES = 64 << 10;

  /**
   * While more than this waits to be sent, Vert.x holds back what it has to say itself, such as a
   * pong. There is nearly always a frame under way to a slow viewer, so it must be more than one.
   */
  private static final WriteBufferWaterMark AMPLE = new WriteBufferWaterMark(8 << 20, 16 << 20);

  /** Where the protocol is put on; writing and closing from here passes below it. */
  private final ChannelHandlerContext protocol;

  private ViewerChannel(HttpConnection connection, Class<? extends ChannelHandler> protocol) {
    Channel channel = ((HttpServerConnection) connection).channelHandlerContext().channel();
    this.protocol = channel.pipeline().context(protocol);
    if (this.protocol == null) {
      throw new IllegalStateException("the connection is closed already");
    }
    channel.config().setWriteBufferWaterMark(AMPLE);
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

  /** Closes a connection at once that is not, or not yet, a viewer's; see {@link #abandon}. */
  static void cut(HttpConnection connection) {
    ChannelHandlerContext lowest =
        ((HttpServerConnection) connection)
            .channelHandlerContext()
            .channel()
            .pipeline()
            .firstContext();
    if (lowest != null) {
      lowest.close();
    }
  }

  /** Whether anything waits to be taken by the system on a connection that is no viewer's. */
  static boolean isBusy(HttpConnection connection) {
    return isBusy(((HttpServerConnection) connection).channelHandlerContext().channel());
  }

  private static boolean isBusy(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting != null && !waiting.isEmpty();
  }

  /** As far as the system lets it: a viewer without this sees older pictures, but sees them. */
  private static void keepFresh(Channel channel) {
    try {
      if (channel instanceof EpollSocketChannel) {
        channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
      } else {
        channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
      }
    } catch (ChannelException e) {
      LOG.debug("what waits for a viewer in the kernel can't be bounded: {}", e.toString());
    }
  }

  /** Writes bytes that many viewers share. */
  Outcome write(SharedBuffer bytes, Follower follower) {
    return follow(protocol.writeAndFlush(bytes.forOneWrite()), follower);
  }

  /** Writes bytes that many viewers share, without what is before {@code from}. */
  Outcome writeFrom(int from, SharedBuffer bytes, Follower follower) {
    return follow(protocol.writeAndFlush(bytes.forOneWrite(from)), follower);
  }

  /** Writes bytes that many viewers share, in one go with what is before them for this one. */
  Outcome write(byte[] head, SharedBuffer bytes, Follower follower) {
    protocol.write(Unpooled.wrappedBuffer(head));
    return write(bytes, follower);
  }

  /** Writes bytes that many viewers share, in one go with what surrounds them for this one. */
  Outcome write(byte[] head, SharedBuffer bytes, byte[] tail, Follower follower) {
    protocol.write(Unpooled.wrappedBuffer(head));
    protocol.write(bytes.forOneWrite());
    return follow(protocol.writeAndFlush(Unpooled.wrappedBuffer(tail)), follower);
  }

  /** Writes what is for this viewer only. */
  Outcome write(byte[] head, byte[] tail, Follower follower) {
    return follow(protocol.writeAndFlush(Unpooled.wrappedBuffer(head, tail)), follower);
  }

  private static Outcome follow(ChannelFuture written, Follower follower) {
    if (written.isSuccess()) {
      return Outcome.LEFT;
    }
    written.addListener(future -> follower.left(future.isSuccess()));
    return Outcome.UNDER_WAY;
  }

  /**
   * Reads from the connection, or leaves all that is said to the system, which holds the speaker
   * back. A pause of Vert.x's own lets pings through, and each is answered.
   */
  void listen(boolean whether) {
    protocol.channel().config().setAutoRead(whether);
  }

  /** Whether anything waits to be taken by the system, be it ours or of Vert.x. */
  boolean isBusy() {
    return isBusy(protocol.channel());
  }

  /** How many bytes that is. */
  long waiting() {
    ChannelOutboundBuffer waiting = protocol.channel().unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes() - waiting.currentProgress();
  }

  /**
   * Closes the connection at once and forgets what it was to be sent. Every close of Vert.x's own
   * first waits until that has left, which a viewer that doesn't read puts off for ever.
   */
  void abandon() {
    protocol.close();
  }
}
