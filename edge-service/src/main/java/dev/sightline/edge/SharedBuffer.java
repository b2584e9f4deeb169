package dev.sightline.edge;

import io.netty.buffer.ByteBuf;

/**
 * The bytes of a frame as they go out, in memory outside the heap: read by any number of writes at
 * once, and freed when its maker and the last of these writes have let go of it. Any thread.
 */
final class SharedBuffer {

  private final ByteBuf bytes;

  SharedBuffer(ByteBuf bytes) {
    this.bytes = bytes;
  }

  /** A view of its own for one write, which the channel frees when it is through or has failed. */
  ByteBuf forOneWrite() {
    return bytes.retainedDuplicate();
  }

  /** The same without what is before {@code from}. */
  ByteBuf forOneWrite(int from) {
    return forOneWrite().skipBytes(from);
  }

  int size() {
    return bytes.readableBytes();
  }

  /** The maker lets go of it; writes under way go on. */
  void release() {
    bytes.release();
  }
}
