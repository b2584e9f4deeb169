package dev.sightline.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Hands to TLS no more than {@value #SIZE} bytes at a time, and the next when they have left, since
 * TLS encrypts at once all that it is given: a viewer who takes nothing would hold a whole frame in
 * a memory of his own. What waits here waits as it is, shared by all, and nothing overtakes it.
 *
 * <p>Sits in a viewer's connection right above TLS. Used on its event loop.
 */
final class Pieces extends ChannelOutboundHandlerAdapter {

  /** Four records of TLS. */
  static final int SIZE = 64 << 10;

  private final Queue<Writing> queue = new ArrayDeque<>();
  private ChannelHandlerContext tls;
  private long waiting;
  private boolean underWay;

  /** Bytes that TLS hasn't been given yet. */
  long waiting() {
    return waiting;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    tls = context;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    ByteBuf bytes = (ByteBuf) message;
    waiting += bytes.readableBytes();
    queue.add(new Writing(bytes, promise.unvoid()));
  }

  /** What has left may bring about the next write, which comes here while this goes on. */
  @Override
  public void flush(ChannelHandlerContext context) {
    while (!underWay && !queue.isEmpty()) {
      underWay = true;
      ChannelFuture last = hand();
      context.flush();
      if (last.isDone()) {
        underWay = false;
      } else {
        last.addListener(done -> goOn());
      }
    }
  }

  private void goOn() {
    underWay = false;
    flush(tls);
  }

  /** Gives TLS as much as it may have, and returns when the last of that leaves. */
  private ChannelFuture hand() {
    int room = SIZE;
    ChannelFuture last = null;
    while (room > 0 && !queue.isEmpty()) {
      Writing next = queue.peek();
      int size = Math.min(room, next.bytes.readableBytes());
      room -= Math.max(1, size);
      waiting -= size;
      if (size == next.bytes.readableBytes()) {
        queue.remove();
        last = tls.write(next.bytes, next.promise);
      } else {
        last = tls.write(next.bytes.readRetainedSlice(size));
      }
    }
    return last;
  }

  /** Who closes in good order has waited; what is here still is for nobody. */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    forget();
    context.close(promise);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    forget();
  }

  private void forget() {
    while (!queue.isEmpty()) {
      Writing next = queue.remove();
      next.bytes.release();
      next.promise.tryFailure(new ClosedChannelException());
    }
    waiting = 0;
  }

  private record Writing(ByteBuf bytes, ChannelPromise promise) {}
}
