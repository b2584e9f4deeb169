package dev.sightline.multipart;

import io.vertx.core.buffer.Buffer;

/** The unread rest of one chunk, and where in the stream it stands. */
final class ChunkReader {

  private final Buffer chunk;
  private final long start;
  private int position;

  /**
   * @param start the stream's offset of the chunk's first byte
   */
  ChunkReader(Buffer chunk, long start) {
    this.chunk = chunk;
    this.start = start;
  }

  int remaining() {
    return chunk.length() - position;
  }

  /** The stream's offset of the next byte. */
  long offset() {
    return start + position;
  }

  byte peek() {
    return chunk.getByte(position);
  }

  /** Copies the next bytes, as many as there are and fit; they stay unread. */
  int peek(byte[] target) {
    int count = Math.min(target.length, remaining());
    chunk.getBytes(position, position + count, target);
    return count;
  }

  void skip(int count) {
    position += count;
  }

  void skipLineEnds() {
    while (remaining() > 0 && (peek() == '\r' || peek() == '\n')) {
      position++;
    }
  }

  void skipAll() {
    position = chunk.length();
  }

  /** Whether the last {@code count} bytes came in this chunk, so that they can be taken back. */
  boolean canUnread(int count) {
    return count <= position;
  }

  /** Takes the last {@code count} bytes back. */
  void unread(int count) {
    position -= count;
  }

  /** Appends at most {@code count} bytes to {@code target}. */
  void moveTo(Buffer target, int count) {
    int taken = Math.min(count, remaining());
    target.appendBuffer(chunk, position, taken);
    position += taken;
  }
}
