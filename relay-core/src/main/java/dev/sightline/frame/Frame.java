package dev.sightline.frame;

import io.vertx.core.buffer.Buffer;

/**
 * One whole JPEG of a stream: what travels from the ingest to every viewer.
 *
 * <p>Shared between threads without copying: nobody may write to {@code jpeg} after the frame is
 * made, nor move its indices.
 *
 * @param stream the stream it belongs to
 * @param epoch the run of its sequence number
 * @param sequence counts the frames of this stream within the epoch, from 0
 * @param capturedAt when its last byte reached the ingest, microseconds since 1970 by the ingest's
 *     clock
 * @param jpeg the picture, byte for byte as the camera sent it
 */
public record Frame(StreamId stream, Epoch epoch, long sequence, long capturedAt, Buffer jpeg) {

  /** Whether this frame comes after {@code other} in its stream; true when there is no other. */
  public boolean isNewerThan(Frame other) {
    if (other == null) {
      return true;
    }
    int byEpoch = epoch.compareTo(other.epoch);
    return byEpoch > 0 || (byEpoch == 0 && sequence > other.sequence);
  }

  /** Bytes of the picture. */
  public int size() {
    return jpeg.length();
  }

  @Override
  public String toString() {
    return "%s#%d (%d bytes)".formatted(stream, sequence, size());
  }
}
