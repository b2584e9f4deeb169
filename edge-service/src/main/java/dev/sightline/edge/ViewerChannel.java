package dev.sightline.edge;

import dev.sightline.edge.LatestFrameWriter.Outcome;
import dev.sightline.node.Connections;
import dev.sightline.node.Exchange;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel below a viewer's connection. Frames are written there, complete with what the
 * protocol puts around them, since everything above would be done again for each viewer. What
 * Vert.x itself sends goes the same way and stays in order.
 *
 * <p>Used on the connection's event loop, for one write at a time. With what extends it, {@link
 * Pieces}, {@link FrameMemory} and {@link SharedBuffer} the only use of Netty and of Vert.x's
 * internals in this package.
 */
abstract class ViewerChannel {

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

  /** For connections that are no viewer's. */
  static final Connections.Wire WIRE =
      new Connections.Wire() {
        @Override
        public boolean isBusy(HttpConnection connection) {
          return ViewerChannel.isBusy(channelOf(connection));
        }

        @Override
        public void cut(HttpConnection connection) {
          ViewerChannel.cut(channelOf(connection));
        }
      };

  /** For the body of a response that has no length and no end but {@link #end}. */
  static ViewerChannel ofResponse(HttpServerRequest request) {
    if (Exchange.isShared(request)) {
      return new Http2Channel(request);
    }
    HttpConnection connection = request.connection();
    return connection.isSsl()
        ? EncryptedChannel.ofResponse(connection)
        : PlainChannel.ofResponse(connection);
  }

  /** For unfragmented messages on a WebSocket without extensions that this connection became. */
  static ViewerChannel ofWebSocket(HttpConnection connection) {
    return connection.isSsl()
        ? EncryptedChannel.ofWebSocket(connection)
        : PlainChannel.ofWebSocket(connection);
  }

  /** Ends at once a request that is not, or not yet, a viewer's; see {@link #abandon}. */
  static void cut(HttpServerRequest request) {
    if (Exchange.isShared(request)) {
      Exchange.end(request);
    } else {
      cut(channelOf(request.connection()));
    }
  }

  /** Closes it below all that would wait for something. */
  static void cut(Channel channel) {
    ChannelHandlerContext lowest = channel.pipeline().firstContext();
    if (lowest != null) {
      lowest.close();
    }
  }

  static boolean isBusy(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting != null && !waiting.isEmpty();
  }

  /**
   * Calls {@code gone} on the event loop when the connection has closed, also one that has become a
   * tunnel, of whose end Vert.x tells nobody.
   */
  static void onClose(HttpConnection connection, Runnable gone) {
    channelOf(connection).closeFuture().addListener(closed -> gone.run());
  }

  static Channel channelOf(HttpConnection connection) {
    return ((HttpServerConnection) connection).channelHandlerContext().channel();
  }

  /** As far as the system lets it: a viewer without this sees older pictures, but sees them. */
  static void keepFresh(Channel channel) {
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

  static Outcome follow(ChannelFuture written, Follower follower) {
    if (written.isSuccess()) {
      return Outcome.LEFT;
    }
    written.addListener(future -> follower.left(future.isSuccess()));
    return Outcome.UNDER_WAY;
  }

  /** Sends the head of a response, and what its body begins with. */
  abstract void begin(HttpServerResponse response, Buffer first);

  /** Writes bytes that many viewers share. */
  abstract Outcome write(SharedBuffer bytes, Follower follower);

  /** Writes bytes that many viewers share, without what is before {@code from}. */
  abstract Outcome writeFrom(int from, SharedBuffer bytes, Follower follower);

  /** Writes bytes that many viewers share, in one go with what is before them for this one. */
  abstract Outcome write(byte[] head, SharedBuffer bytes, Follower follower);

  /** Writes bytes that many viewers share, in one go with what surrounds them for this one. */
  abstract Outcome write(byte[] head, SharedBuffer bytes, byte[] tail, Follower follower);

  /** Writes what is for this viewer only. */
  abstract Outcome write(byte[] head, byte[] tail, Follower follower);

  /**
   * Reads from the connection, or leaves all that is said to the system, which holds the speaker
   * back. A pause of Vert.x's own lets pings through, and each is answered.
   */
  abstract void listen(boolean whether);

  /** Whether anything waits to be taken by the system, be it ours or of Vert.x. */
  abstract boolean isBusy();

  /** How many bytes that is. */
  abstract long waiting();

  /** Ends a response's body where nothing is under way. */
  abstract void end();

  /**
   * Ends it at once and forgets what was to be sent. Every close of Vert.x's own first waits until
   * that has left, which a viewer that doesn't read puts off for ever.
   */
  abstract void abandon();
}
