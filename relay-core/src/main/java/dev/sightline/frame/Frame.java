package dev.sightline.frame;

import io.vertx.core.buffer.Buffer;

/**
 * One whole JPEG of a stream: what travels from the ingest to every viewer.
 *
 * <p>Shared between threads without copying: nobody may write to {@code jpeg} after the frame is
 * made, nor move its indices.
 *
 * @param stream the stream it belongs to
 * @param epoch the run of its sequence number, in this cluster
 * @param sequence counts the frames of this stream within the epoch, from 0
 * @param capturedAt when its last byte reached the first ingest, microseconds since 1970 by that
 *     one's clock
 * @param origin what the first ingest numbered it
 * @param jpeg the picture, byte for byte as the camera sent it
 */
public record Frame(
    StreamId stream, Epoch epoch, long sequence, long capturedAt, Origin origin, Buffer jpeg) {

  /** A frame of this cluster's own ingest, which numbers it first. */
  public Frame(StreamId stream, Epoch epoch, long sequence, long capturedAt, Buffer jpeg) {
    this(stream, epoch, sequence, capturedAt, new Origin(epoch, sequence), jpeg);
  }

  /**
   * The same frame in another cluster, which has a name and numbers of its own for it.
   *
   * @param epoch in which that cluster's ingest owns the stream
   */
  public Frame relayedAs(StreamId name, Epoch epoch, long sequence) {
    return new Frame(name, epoch, sequence, capturedAt, origin, jpeg);
  }

  /** Whether another cluster's ingest has numbered it first. */
  public boolean isRelayed() {
    return sequence != origin.sequence() || !epoch.equals(origin.epoch());
  }

  /**
   * Whether this frame comes after {@code other} in its stream; true when there is no other. Two
   * ingests that relay one stream in turn number it each by itself, so the first ingest's numbers
   * decide where they can.
   */
  public boolean isNewerThan(Frame other) {
    if (other == null) {
      return true;
    }
    if (origin.epoch().equals(other.origin.epoch())) {
      return origin.sequence() > other.origin.sequence();
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
