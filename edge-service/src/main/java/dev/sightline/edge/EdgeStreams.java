package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams that were ever watched on this node, the places for their viewers, and the memory for
 * their frames. One for all event loops; any thread.
 */
final class EdgeStreams {

  private final Places places;
  private final FrameMemory memory;
  private final RelayMetrics metrics;
  private final Tracing tracing;
  private final OfflineCards offlineCards;
  private final Map<StreamId, EdgeStream> streams = new ConcurrentHashMap<>();
  private final Map<StreamId, TsStream> tsStreams = new ConcurrentHashMap<>();

  EdgeStreams(
      Places places,
      FrameMemory memory,
      RelayMetrics metrics,
      Tracing tracing,
      OfflineCards offlineCards) {
    this.places = places;
    this.memory = memory;
    this.metrics = metrics;
    this.tracing = tracing;
    this.offlineCards = offlineCards;
    metrics.edge().frameMemory(memory::buffers, memory::bytes, memory.limit());
  }

  RelayMetrics metrics() {
    return metrics;
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

  Places places() {
    return places;
  }

  FrameMemory memory() {
    return memory;
  }

  OfflineCards offlineCards() {
    return offlineCards;
  }
}
