package dev.sightline.edge;

import dev.sightline.frame.Stretch;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to become a {@link TsMessage}: bytes that follow each other, a start at the front only.
 */
final class TsDraft {

  private final Stretch first;
  private final long position;
  private final boolean isStart;
  private final List<Buffer> pieces = new ArrayList<>();
  private int size;

  /**
   * An empty one that is to begin within a stretch.
   *
   * @param from the byte of the stretch
   */
  TsDraft(Stretch stretch, int from) {
    this.first = stretch;
    this.position = stretch.position() + from;
    this.isStart = stretch.isStart() && from == 0;
  }

  /** Whether there is room, and what begins at this byte follows and is no start. */
  boolean goesOnWith(Stretch stretch, int from) {
    boolean follows = stretch.epoch().equals(first.epoch()) && at(stretch, from) == position + size;
    return follows && !(stretch.isStart() && from == 0) && size < TsMessage.MOST_BYTES;
  }

  private static long at(Stretch stretch, int from) {
    return stretch.position() + from;
  }

  /** Takes as much as there is room for, and tells how much. */
  int add(Stretch stretch, int from) {
    int count = Math.min(TsMessage.MOST_BYTES - size, stretch.size() - from);
    pieces.add(stretch.bytes().slice(from, from + count));
    size += count;
    return count;
  }

  TsMessage.Span span() {
    return new TsMessage.Span(first.epoch(), position, size);
  }

  boolean isStart() {
    return isStart;
  }

  int packets() {
    return size / TsMessage.PACKET;
  }

  /** The message with its header, in pieces. */
  Buffer[] message() {
    List<Buffer> all = new ArrayList<>(pieces);
    all.add(0, WireForm.binaryHeader(size));
    return all.toArray(Buffer[]::new);
  }
}
