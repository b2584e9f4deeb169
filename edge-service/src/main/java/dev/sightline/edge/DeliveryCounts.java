package dev.sightline.edge;

import dev.sightline.metrics.DropPlace;

/**
 * What one event loop has delivered of one stream since it last said so: plain numbers, so that a
 * frame to a viewer costs an addition. Used on that event loop.
 */
final class DeliveryCounts {

  private final EdgeStream shared;
  private long frames;
  private long bytes;
  private long repeats;
  private long dropped;
  private long heldBack;
  private long droppedForMemory;

  DeliveryCounts(EdgeStream shared) {
    this.shared = shared;
  }

  void delivered(int size) {
    frames++;
    bytes += size;
  }

  /** A frame was sent once more to a viewer that has it. */
  void repeated(int size) {
    repeats++;
    bytes += size;
  }

  /** An offline card was sent, which is no picture of the camera. */
  void cardShown(int size) {
    bytes += size;
  }

  void dropped() {
    dropped++;
  }

  void heldBack() {
    heldBack++;
  }

  void droppedForMemory() {
    droppedForMemory++;
  }

  /** A viewer got its first frame so many nanoseconds after it came. */
  void firstDelivered(long nanos) {
    shared.firstDelivered(nanos);
  }

  /** A viewer took nothing for too long and was disconnected. */
  void gaveUp() {
    shared.gaveUp();
  }

  /** Adds all to what the event loops count together. */
  void report() {
    shared.delivered(frames, bytes);
    shared.repeated(repeats);
    shared.dropped(DropPlace.VIEWER, dropped);
    shared.dropped(DropPlace.RATE, heldBack);
    if (droppedForMemory > 0) {
      shared.droppedForMemory(droppedForMemory);
    }
    frames = 0;
    bytes = 0;
    repeats = 0;
    dropped = 0;
    heldBack = 0;
    droppedForMemory = 0;
  }
}
