package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The streams that were ever watched on this node, how many viewers the node has, and the memory
 * for their frames. One for all event loops; any thread.
 */
final class EdgeStreams {

  private final int maxViewers;
  private final FrameMemory memory;
  private final RelayMetrics metrics;
  private final AtomicInteger viewers = new AtomicInteger();
  private final Map<StreamId, EdgeStream> streams = new ConcurrentHashMap<>();

  EdgeStreams(int maxViewers, FrameMemory memory, RelayMetrics metrics) {
    this.maxViewers = maxViewers;
    this.memory = memory;
    this.metrics = metrics;
    metrics.frameMemory(memory::buffers, memory::bytes);
  }

  /** To be asked only for streams that the directory knows, so that strangers can't add any. */
  EdgeStream of(StreamId stream) {
    return streams.computeIfAbsent(stream, id -> new EdgeStream(id, memory, metrics));
  }

  FrameMemory memory() {
    return memory;
  }

  /** Takes one of the node's places for viewers; false when there is none left. */
  boolean admit() {
    if (viewers.incrementAndGet() > maxViewers) {
      viewers.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    viewers.decrementAndGet();
  }
}
