package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.Optional;
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
  private final Tracing tracing;
  private final OfflineCards offlineCards;
  private final Counter refused;
  private final AtomicInteger viewers = new AtomicInteger();
  private final AtomicInteger sockets = new AtomicInteger();
  private final Map<StreamId, EdgeStream> streams = new ConcurrentHashMap<>();
  private final Map<StreamId, TsStream> tsStreams = new ConcurrentHashMap<>();

  EdgeStreams(
      int maxViewers,
      FrameMemory memory,
      RelayMetrics metrics,
      Tracing tracing,
      OfflineCards offlineCards) {
    this.maxViewers = maxViewers;
    this.memory = memory;
    this.metrics = metrics;
    this.tracing = tracing;
    this.offlineCards = offlineCards;
    metrics.edge().frameMemory(memory::buffers, memory::bytes, memory.limit());
    metrics.edge().places(maxViewers, viewers::get, sockets::get);
    this.refused = metrics.edge().viewersRefused();
  }

  /** To be asked only for streams that the directory knows, so that strangers can't add any. */
  EdgeStream of(StreamId stream) {
    return streams.computeIfAbsent(stream, id -> new EdgeStream(id, memory, metrics, tracing));
  }

  /** What is shared besides for one of MPEG-TS; the same holds. */
  TsStream ts(StreamId stream) {
    return tsStreams.computeIfAbsent(stream, id -> new TsStream(of(id), memory, metrics));
  }

  /** The stream, if it was ever watched here. */
  Optional<EdgeStream> find(StreamId stream) {
    return Optional.ofNullable(streams.get(stream));
  }

  int viewers() {
    return viewers.get();
  }

  int maxViewers() {
    return maxViewers;
  }

  FrameMemory memory() {
    return memory;
  }

  OfflineCards offlineCards() {
    return offlineCards;
  }

  /** Takes one of the node's places for viewers; false when there is none left. */
  boolean admit() {
    return takePlace(viewers);
  }

  void leave() {
    viewers.decrementAndGet();
  }

  /**
   * Takes one of as many places for sockets on which any number of streams may be watched, perhaps
   * none; false when there is none left.
   */
  boolean admitSocket() {
    return takePlace(sockets);
  }

  void leaveSocket() {
    sockets.decrementAndGet();
  }

  private boolean takePlace(AtomicInteger places) {
    if (places.incrementAndGet() > maxViewers) {
      places.decrementAndGet();
      refused.increment();
      return false;
    }
    return true;
  }
}
