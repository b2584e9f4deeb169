package dev.sightline.edge;

import dev.sightline.edge.LatestFrameWriter.Outcome;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** The way to a viewer that has a connection of its own. */
class PlainChannel extends ViewerChannel {

  /**
   * While more than this waits to be sent, Vert.x holds back what it has to say itself, such as a
   * pong. There is nearly always a frame under way to a slow viewer, so it must be more than one.
   */
  private static final WriteBufferWaterMark AMPLE = new WriteBufferWaterMark(8 << 20, 16 << 20);

  /** Where the protocol is put on; writing and closing from here passes below it. */
  private final ChannelHandlerContext protocol;

  PlainChannel(HttpConnection connection, Class<? extends ChannelHandler> protocol) {
    Channel channel = channelOf(connection);
    this.protocol = channel.pipeline().context(protocol);
    if (this.protocol == null) {
      throw new IllegalStateException("the connection is closed already");
    }
    channel.config().setWriteBufferWaterMark(AMPLE);
    keepFresh(channel);
  }

  static PlainChannel ofResponse(HttpConnection connection) {
    return new PlainChannel(connection, HttpResponseEncoder.class);
  }

  static PlainChannel ofWebSocket(HttpConnection connection) {
    return new PlainChannel(connection, WebSocketFrameEncoder.class);
  }

  final Channel channel() {
    return protocol.channel();
  }

  /**
   * The body has no length and no transfer encoding and ends with the connection, which HTTP/1.0
   * readers understand too and which spares a chunk header per write. Vert.x wants to hear
   * "chunked" first.
   */
  @Override
  final void begin(HttpServerResponse response, Buffer first) {
    response.setChunked(true);
    response.headersEndHandler(
        v -> response.headers().remove(HttpHeaders.TRANSFER_ENCODING).set("Connection", "close"));
    response.write(first);
  }

  @Override
  final Outcome write(SharedBuffer bytes, Follower follower) {
    return follow(protocol.writeAndFlush(bytes.forOneWrite()), follower);
  }

  @Override
  final Outcome writeFrom(int from, SharedBuffer bytes, Follower follower) {
    return follow(protocol.writeAndFlush(bytes.forOneWrite(from)), follower);
  }

  @Override
  final Outcome write(byte[] head, SharedBuffer bytes, Follower follower) {
    protocol.write(Unpooled.wrappedBuffer(head));
    return write(bytes, follower);
  }

  @Override
  final Outcome write(byte[] head, SharedBuffer bytes, byte[] tail, Follower follower) {
    protocol.write(Unpooled.wrappedBuffer(head));
    protocol.write(bytes.forOneWrite());
    return follow(protocol.writeAndFlush(Unpooled.wrappedBuffer(tail)), follower);
  }

  @Override
  final Outcome write(byte[] head, byte[] tail, Follower follower) {
    return follow(protocol.writeAndFlush(Unpooled.wrappedBuffer(head, tail)), follower);
  }

  @Override
  final void listen(boolean whether) {
    channel().config().setAutoRead(whether);
  }

  @Override
  boolean isBusy() {
    return isBusy(channel());
  }

  @Override
  long waiting() {
    ChannelOutboundBuffer waiting = channel().unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes() - waiting.currentProgress();
  }

  /** A body ends with its connection, and that, over TLS, with a word of its own. */
  @Override
  final void end() {
    protocol.close();
  }

  @Override
  void abandon() {
    protocol.close();
  }
}
