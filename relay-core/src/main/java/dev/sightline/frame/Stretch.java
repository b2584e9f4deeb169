package dev.sightline.frame;

import io.vertx.core.buffer.Buffer;

/**
 * Some bytes of an ordered stream: what travels from the ingest to every viewer of a stream whose
 * parts are of use only in order. For MPEG-TS always whole packets.
 *
 * <p>Two that follow each other are told by their positions; a jump between them is loss, and what
 * follows a jump begins at a start. Shared between threads without copying: nobody may write to
 * {@code bytes} after the stretch is made, nor move its indices.
 *
 * @param stream the stream it belongs to
 * @param epoch the run of its position
 * @param position counts the bytes of this stream within the epoch, from 0: that of the first byte
 * @param isStart whether a decoder can begin at the first byte
 * @param bytes at least one
 */
public record Stretch(StreamId stream, Epoch epoch, long position, boolean isStart, Buffer bytes) {

  public Stretch {
    if (position < 0 || bytes.length() == 0) {
      throw new IllegalArgumentException(
          "a stretch of %d bytes at %d is none".formatted(bytes.length(), position));
    }
  }

  public int size() {
    return bytes.length();
  }

  /** Position after the last byte, where the next stretch begins. */
  public long end() {
    return position + bytes.length();
  }

  /** Whether it goes on where {@code before} ends. */
  public boolean follows(Stretch before) {
    return position == before.end() && epoch.equals(before.epoch);
  }

  @Override
  public String toString() {
    return "%s@%d%s (%d bytes)".formatted(stream, position, isStart ? ", a start" : "", size());
  }
}
