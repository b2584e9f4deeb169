package dev.sightline.edge;

import dev.sightline.metrics.DropPlace;

/**
 * What one event loop has delivered of one MPEG-TS stream since it last said so: plain numbers, so
 * that a message to a viewer costs an addition. Used on that event loop.
 */
final class TsCounts {

  private final TsStream shared;
  private long messages;
  private long bytes;
  private long dropped;
  private long droppedForMemory;

  TsCounts(TsStream shared) {
    this.shared = shared;
  }

  void delivered(int size) {
    messages++;
    bytes += size;
  }

  /** Packets were left out for a viewer that was too slow. */
  void dropped(long packets) {
    dropped += packets;
  }

  /** Packets were left out for all. */
  void droppedForMemory(long packets) {
    droppedForMemory += packets;
  }

  /** A viewer got its first packets so many nanoseconds after it came. */
  void firstDelivered(long nanos) {
    shared.stream().firstDelivered(nanos);
  }

  /** A viewer took nothing for too long and was disconnected. */
  void gaveUp() {
    shared.stream().gaveUp();
  }

  /** Adds all to what the event loops count together. */
  void report() {
    shared.delivered(messages, bytes);
    shared.dropped(DropPlace.VIEWER, dropped);
    shared.dropped(DropPlace.MEMORY, droppedForMemory);
    messages = 0;
    bytes = 0;
    dropped = 0;
    droppedForMemory = 0;
  }
}
