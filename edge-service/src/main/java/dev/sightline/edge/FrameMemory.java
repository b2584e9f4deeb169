package dev.sightline.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Optional;

/**
 * The memory in which frames wait for their viewers: outside the heap, pooled, counted, and
 * bounded. One for all event loops of a node; any thread.
 *
 * <p>A frame stays as long as one viewer is in the middle of it, so viewers who stall in different
 * frames need much of it. When it is {@link #isScarce scarce} they are given up sooner, and a frame
 * that finds no room is dropped for all.
 */
final class FrameMemory {

  private static final int PAGE = 8 << 10;

  /** Chunks of 4 MiB; a larger frame gets a chunk of its own. */
  private static final int PAGES_PER_CHUNK_LOG2 = 9;

  private static final double SCARCE = 0.75;

  private final long limit;
  private final PooledByteBufAllocator pool;

  FrameMemory(long limit) {
    this.limit = limit;
    // One arena and no caches per thread: there are few buffers, and so each of them is counted.
    this.pool = new PooledByteBufAllocator(true, 0, 1, PAGE, PAGES_PER_CHUNK_LOG2, 0, 0, false);
  }

  /**
   * As much as is wanted, or four fifths of what the JVM may take outside its heap, if that is
   * less: with a small one, as in a small container, the rest of the node needs some too.
   */
  static FrameMemory upTo(long wanted) {
    return new FrameMemory(Math.min(wanted, PlatformDependent.estimateMaxDirectMemory() / 5 * 4));
  }

  /** Copies these pieces into one buffer; empty when there is no room for it. */
  Optional<SharedBuffer> join(Buffer... pieces) {
    int size = 0;
    for (Buffer piece : pieces) {
      size += piece.length();
    }
    if (bytes() + size > limit) {
      return Optional.empty();
    }
    try {
      ByteBuf joined = pool.directBuffer(size, size);
      for (Buffer piece : pieces) {
        ByteBuf bytes = ((BufferInternal) piece).getByteBuf();
        joined.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
      }
      return Optional.of(new SharedBuffer(joined));
    } catch (OutOfMemoryError e) {
      // The JVM's own limit may come first, and what Netty throws then is such an error, or Java's.
      return Optional.empty();
    }
  }

  /** The most bytes there may be. */
  long limit() {
    return limit;
  }

  /** Buffers that are not freed yet. */
  long buffers() {
    return arena().numActiveAllocations();
  }

  /** Their bytes. */
  long bytes() {
    return pool.pinnedDirectMemory();
  }

  /** Whether so much is taken that stalled viewers can no longer be waited for. */
  boolean isScarce() {
    return bytes() > SCARCE * limit;
  }

  private PoolArenaMetric arena() {
    return pool.metric().directArenas().get(0);
  }
}
