package dev.sightline.edge;

import dev.sightline.frame.Epoch;

/**
 * Some packets of an MPEG-TS stream on their way out, as one WebSocket message: composed once for
 * all viewers of the node, and written without its header to those who have no WebSocket.
 *
 * <p>Every feed that keeps it holds it; after the last has let go ({@link TsStream#letGo}) its
 * memory is freed as soon as the writes under way are through. Any thread.
 */
final class TsMessage {

  /** Bytes of a packet. */
  static final int PACKET = 188;

  /** As many whole packets as two bytes can tell the length of. */
  static final int MOST_BYTES = 348 * PACKET;

  /** Which bytes of the stream they are. */
  record Span(Epoch epoch, long position, int size) {}

  private final Span span;
  private final boolean isStart;
  private final SharedBuffer bytes;

  /** Guarded by the stream. */
  int holders = 1;

  /**
   * @param bytes the message with its header
   */
  TsMessage(Span span, boolean isStart, SharedBuffer bytes) {
    this.span = span;
    this.isStart = isStart;
    this.bytes = bytes;
  }

  Span span() {
    return span;
  }

  /** Whether a decoder can begin with it. */
  boolean isStart() {
    return isStart;
  }

  int packets() {
    return span.size() / PACKET;
  }

  /** Bytes of its packets. */
  int size() {
    return span.size();
  }

  /** All of it. */
  SharedBuffer bytes() {
    return bytes;
  }

  /** What goes before the packets for a WebSocket. */
  int header() {
    return bytes.size() - span.size();
  }
}
