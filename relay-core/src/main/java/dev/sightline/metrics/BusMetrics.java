package dev.sightline.metrics;

import dev.sightline.frame.StreamId;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What both ends of the bus count. */
public final class BusMetrics {

  private final Meters meters;
  private final Map<StreamId, List<IntSupplier>> served = new ConcurrentHashMap<>();

  BusMetrics(Meters meters) {
    this.meters = meters;
  }

  /** Frames that an ingest gave to edges. */
  public Counter framesSent(StreamId stream) {
    return meters.counter(Metric.BUS_FRAMES_SENT, stream.name());
  }

  public Counter framesReceived(StreamId stream) {
    return meters.counter(Metric.BUS_FRAMES_RECEIVED, stream.name());
  }

  /** Frames that were sent to an edge and never arrived. */
  public Counter framesLost(StreamId stream) {
    return meters.counter(Metric.BUS_FRAMES_LOST, stream.name());
  }

  /** Frames left out on purpose between the nodes, or between an edge's event loops. */
  public Counter framesDropped(StreamId stream, DropPlace place) {
    return meters.counter(Metric.FRAMES_DROPPED, stream.name(), place.label());
  }

  /** Bytes of an ordered stream that an ingest gave to edges. */
  public Counter stretchBytesSent(StreamId stream) {
    return meters.counter(Metric.BUS_STRETCH_BYTES_SENT, stream.name());
  }

  public Counter stretchBytesReceived(StreamId stream) {
    return meters.counter(Metric.BUS_STRETCH_BYTES_RECEIVED, stream.name());
  }

  /** Bytes of an ordered stream that an edge never got: a jump to a later start. */
  public Counter stretchBytesLost(StreamId stream) {
    return meters.counter(Metric.BUS_STRETCH_BYTES_LOST, stream.name());
  }

  /** Bytes of an ordered stream left out on purpose, up to a later start. */
  public Counter stretchBytesDropped(StreamId stream, DropPlace place) {
    return meters.counter(Metric.BUS_STRETCH_BYTES_DROPPED, stream.name(), place.label());
  }

  /** An ingest's window toward an edge, asked at each scrape on a thread of its own. */
  public void window(String edge, Supplier<Number> width, Supplier<Number> underWay) {
    meters.gauge(Metric.BUS_WINDOW_BYTES, width, edge);
    meters.gauge(Metric.BUS_UNDER_WAY_BYTES, underWay, edge);
  }

  /** Ends {@link #window} of an edge that asks no more. */
  public void forgetWindow(String edge) {
    meters.forget(Metric.BUS_WINDOW_BYTES, edge);
    meters.forget(Metric.BUS_UNDER_WAY_BYTES, edge);
  }

  /**
   * To how many edges a part of this node gives a stream. A node may have several parts that do,
   * its ingest and its links: these add up. Any thread.
   *
   * @param edges asked at each scrape on a thread of its own
   * @return ends it
   */
  public Runnable edgesServed(StreamId stream, IntSupplier edges) {
    served.compute(stream, (id, parts) -> parts == null ? begin(id, edges) : with(parts, edges));
    return () -> served.computeIfPresent(stream, (id, parts) -> without(id, parts, edges));
  }

  private List<IntSupplier> begin(StreamId stream, IntSupplier edges) {
    meters.gauge(Metric.BUS_EDGES_SERVED, () -> edgesServed(stream), stream.name());
    return List.of(edges);
  }

  private static List<IntSupplier> with(List<IntSupplier> parts, IntSupplier edges) {
    return Stream.concat(parts.stream(), Stream.of(edges)).toList();
  }

  private List<IntSupplier> without(StreamId stream, List<IntSupplier> parts, IntSupplier edges) {
    List<IntSupplier> rest = parts.stream().filter(part -> part != edges).toList();
    if (rest.isEmpty()) {
      meters.forget(Metric.BUS_EDGES_SERVED, stream.name());
      return null;
    }
    return rest;
  }

  private int edgesServed(StreamId stream) {
    return served.getOrDefault(stream, List.of()).stream().mapToInt(IntSupplier::getAsInt).sum();
  }

  /** Edges that are given a stream beyond the degree. */
  public Counter edgesBeyond(StreamId stream) {
    return meters.counter(Metric.BUS_EDGES_BEYOND, stream.name());
  }

  /** How many nodes a stream comes through. */
  public void depth(StreamId stream, Supplier<Number> depth) {
    meters.gauge(Metric.BUS_DEPTH, depth, stream.name());
  }

  /** Ends {@link #depth} of a stream that this edge doesn't pull. */
  public void forgetDepth(StreamId stream) {
    meters.forget(Metric.BUS_DEPTH, stream.name());
  }

  /** Times that an edge wasn't given a stream by another one. */
  public Counter complaints() {
    return meters.counter(Metric.BUS_COMPLAINTS);
  }

  /** Asks that an edge sent. */
  public Counter asks() {
    return meters.counter(Metric.BUS_ASKS);
  }

  /** Asks that failed: expired, refused, or with nobody to hear them. */
  public Counter asksFailed() {
    return meters.counter(Metric.BUS_ASKS_FAILED);
  }

  /**
   * Nodes that are in the cluster and weren't heard, and those of them that were heard again. The
   * registry holds neither; its owner must.
   */
  public void silences(AtomicLong deaf, AtomicLong healed) {
    meters.counterOf(Metric.BUS_DEAF, deaf, AtomicLong::get);
    meters.counterOf(Metric.BUS_HEALED, healed, AtomicLong::get);
  }

  /** When the certificate that this node shows on the event bus ends. */
  public void certificateExpiry(Supplier<Number> epochSeconds) {
    meters.gauge(Metric.BUS_CERTIFICATE_EXPIRY_SECONDS, epochSeconds);
  }

  /** Changes of the event bus's certificate files, by whether they were taken or refused. */
  public Counter certificateChanges(boolean taken) {
    return meters.counter(Metric.BUS_CERTIFICATE_CHANGES, taken ? "taken" : "refused");
  }

  /** Nodes that were kept off the event bus for their certificate, at each of their attempts. */
  public Counter strangers() {
    return meters.counter(Metric.BUS_STRANGERS);
  }
}
