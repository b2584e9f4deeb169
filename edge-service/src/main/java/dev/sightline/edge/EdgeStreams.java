package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The streams that were ever watched on this node, and how many viewers the node has. One for all
 * event loops; any thread.
 */
final class EdgeStreams {

  private final int maxViewers;
  private final RelayMetrics metrics;
  private final AtomicInteger viewers = new AtomicInteger();
  private final Map<StreamId, EdgeStream> streams = new ConcurrentHashMap<>();

  EdgeStreams(int maxViewers, RelayMetrics metrics) {
    this.maxViewers = maxViewers;
    this.metrics = metrics;
  }

  /** To be asked only for streams that the directory knows, so that strangers can't add any. */
  EdgeStream of(StreamId stream) {
    return streams.computeIfAbsent(stream, id -> new EdgeStream(id, metrics));
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
