package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PiecesTest {

  private static final int SIZE = Pieces.SIZE;

  private final Tls tls = new Tls();
  private final Pieces pieces = new Pieces();
  private final EmbeddedChannel channel = new EmbeddedChannel(tls, pieces);

  @Test
  void handsOnAtOnceWhatIsOnePiece() {
    ChannelFuture written = channel.writeAndFlush(bytes(SIZE));
    assertThat(tls.sizes).containsExactly(SIZE);
    assertThat(pieces.waiting()).isZero();
    assertThat(written.isDone()).isFalse();
    tls.take();
    assertThat(written.isSuccess()).isTrue();
  }

  @Test
  void handsOnTheNextPieceWhenTheOneBeforeHasLeft() {
    ChannelFuture written = channel.writeAndFlush(bytes(2 * SIZE + 1));
    assertThat(tls.sizes).containsExactly(SIZE);
    assertThat(pieces.waiting()).isEqualTo(SIZE + 1);
    tls.take();
    assertThat(tls.sizes).containsExactly(SIZE, SIZE);
    tls.take();
    assertThat(written.isDone()).isFalse();
    assertThat(tls.sizes).containsExactly(SIZE, SIZE, 1);
    tls.take();
    assertThat(written.isSuccess()).isTrue();
  }

  @Test
  void nothingOvertakesWhatWaits() {
    channel.writeAndFlush(bytes(SIZE + 1));
    channel.writeAndFlush(bytes(7));
    assertThat(tls.sizes).containsExactly(SIZE);
    tls.take();
    assertThat(tls.sizes).containsExactly(SIZE, 1, 7);
  }

  @Test
  void smallOnesGoTogether() {
    channel.write(bytes(3));
    channel.write(bytes(SIZE));
    channel.writeAndFlush(bytes(5));
    assertThat(tls.sizes).containsExactly(3, SIZE - 3);
    assertThat(tls.flushes).isEqualTo(1);
    tls.take();
    assertThat(tls.sizes).containsExactly(3, SIZE - 3, 3, 5);
  }

  @Test
  void anEmptyOneIsWrittenToo() {
    ChannelFuture written = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
    tls.take();
    assertThat(written.isSuccess()).isTrue();
  }

  @Test
  void aFailedPieceFailsTheWholeAndFreesIt() {
    ByteBuf bytes = bytes(3 * SIZE);
    ChannelFuture written = channel.writeAndFlush(bytes);
    tls.isBroken = true;
    tls.fail();
    assertThat(written.cause()).isNotNull();
    assertThat(bytes.refCnt()).isZero();
  }

  @Test
  void closingFreesWhatWaits() {
    ByteBuf bytes = bytes(3 * SIZE);
    ChannelFuture written = channel.writeAndFlush(bytes);
    channel.close();
    tls.fail();
    assertThat(written.cause()).isNotNull();
    assertThat(bytes.refCnt()).isZero();
    assertThat(pieces.waiting()).isZero();
  }

  private static ByteBuf bytes(int count) {
    return Unpooled.buffer(count).writeZero(count);
  }

  /** Takes what it is given only when it is told to. */
  private static final class Tls extends ChannelOutboundHandlerAdapter {

    private final List<Integer> sizes = new ArrayList<>();
    private final Queue<ChannelPromise> promises = new ArrayDeque<>();
    private boolean isBroken;
    private int flushes;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ByteBuf bytes = (ByteBuf) message;
      sizes.add(bytes.readableBytes());
      bytes.release();
      if (isBroken) {
        promise.setFailure(new IllegalStateException("broken"));
      } else {
        promises.add(promise);
      }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
      flushes++;
    }

    void take() {
      for (int left = promises.size(); left > 0; left--) {
        promises.remove().setSuccess();
      }
    }

    void fail() {
      while (!promises.isEmpty()) {
        promises.remove().tryFailure(new IllegalStateException("broken"));
      }
    }
  }
}
