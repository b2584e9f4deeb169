package dev.sightline.edge;

import dev.sightline.edge.LatestFrameWriter.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * The way to a viewer that shares an HTTP/2 connection with others. Netty holds what the connection
 * or the stream has no room for, uncopied, and encrypts a little ahead for all streams together; a
 * frame goes there in pieces, so that one can see it move.
 *
 * <p>Vert.x's own way would put what it has no room for into a queue that forgets to free it.
 */
final class Http2Channel extends ViewerChannel {

  /** RFC 9113: the stream isn't wanted any more. */
  private static final long CANCEL = 8;

  private final HttpServerResponse response;
  private final Http2ConnectionHandler protocol;
  private final ChannelHandlerContext context;

  /** What of the write under way hasn't been handed on. */
  private ByteBuf rest = Unpooled.EMPTY_BUFFER;

  private int piece;
  private Follower follower;

  Http2Channel(HttpServerRequest request) {
    Channel channel = channelOf(request.connection());
    response = request.response();
    protocol = channel.pipeline().get(Http2ConnectionHandler.class);
    if (protocol == null) {
      throw new IllegalStateException("the connection is closed already");
    }
    context = channel.pipeline().context(protocol);
    keepFresh(channel);
  }

  /**
   * Holds a client to a number of streams at a time from the start. Netty would do so only once the
   * client says that it has heard of the limit.
   */
  static void limit(HttpConnection connection, int streams) {
    Http2ConnectionHandler protocol =
        channelOf(connection).pipeline().get(Http2ConnectionHandler.class);
    if (protocol != null) {
      protocol.connection().remote().maxActiveStreams(streams);
    }
  }

  @Override
  void begin(HttpServerResponse response, Buffer first) {
    response.writeHead();
    if (first.length() > 0) {
      hand(Unpooled.wrappedBuffer(first.getBytes()));
    }
  }

  @Override
  Outcome write(SharedBuffer bytes, Follower follower) {
    return write(bytes.forOneWrite(), follower);
  }

  @Override
  Outcome writeFrom(int from, SharedBuffer bytes, Follower follower) {
    return write(bytes.forOneWrite(from), follower);
  }

  @Override
  Outcome write(byte[] head, SharedBuffer bytes, Follower follower) {
    return write(
        Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(head), bytes.forOneWrite()), follower);
  }

  @Override
  Outcome write(byte[] head, SharedBuffer bytes, byte[] tail, Follower follower) {
    ByteBuf before = Unpooled.wrappedBuffer(head);
    return write(
        Unpooled.wrappedBuffer(before, bytes.forOneWrite(), Unpooled.wrappedBuffer(tail)),
        follower);
  }

  @Override
  Outcome write(byte[] head, byte[] tail, Follower follower) {
    return write(Unpooled.wrappedBuffer(head, tail), follower);
  }

  private Outcome write(ByteBuf bytes, Follower follower) {
    this.rest = bytes;
    this.follower = follower;
    return goOn();
  }

  private Outcome goOn() {
    do {
      ChannelFuture handed = handNext();
      if (!handed.isSuccess()) {
        handed.addListener(done -> left(done.isSuccess()));
        return Outcome.UNDER_WAY;
      }
    } while (rest.isReadable());
    piece = 0;
    return Outcome.LEFT;
  }

  private ChannelFuture handNext() {
    piece = Math.min(Pieces.SIZE, rest.readableBytes());
    if (piece < rest.readableBytes()) {
      return hand(rest.readRetainedSlice(piece));
    }
    ByteBuf last = rest;
    rest = Unpooled.EMPTY_BUFFER;
    return hand(last);
  }

  private ChannelFuture hand(ByteBuf bytes) {
    ChannelFuture handed =
        protocol
            .encoder()
            .writeData(context, response.streamId(), bytes, 0, false, context.newPromise());
    protocol.flush(context);
    return handed;
  }

  private void left(boolean succeeded) {
    if (!succeeded) {
      forget();
      follower.left(false);
    } else if (!rest.isReadable() || goOn() == Outcome.LEFT) {
      piece = 0;
      follower.left(true);
    }
  }

  private void forget() {
    rest.release();
    rest = Unpooled.EMPTY_BUFFER;
    piece = 0;
  }

  /** What is said on the connection is for all of its streams. */
  @Override
  void listen(boolean whether) {
    throw new UnsupportedOperationException("a response hears nothing");
  }

  @Override
  boolean isBusy() {
    return piece > 0;
  }

  @Override
  long waiting() {
    return (long) piece + rest.readableBytes();
  }

  @Override
  void end() {
    response.end();
  }

  @Override
  void abandon() {
    forget();
    response.reset(CANCEL);
  }
}
