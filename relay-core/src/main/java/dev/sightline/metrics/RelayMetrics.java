package dev.sightline.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * The meters of a node by what they tell of; their names are in {@link Metric}.
 *
 * <p>They are thread-safe, and are looked up once by those who count, never per frame.
 */
public final class RelayMetrics {

  private final IngestMetrics ingest;
  private final BusMetrics bus;
  private final EdgeMetrics edge;
  private final LinkMetrics links;
  private final AcmeMetrics acme;
  private final NodeMetrics node;

  public RelayMetrics(MeterRegistry registry) {
    Meters meters = new Meters(registry);
    ingest = new IngestMetrics(meters);
    bus = new BusMetrics(meters);
    edge = new EdgeMetrics(meters);
    links = new LinkMetrics(meters);
    acme = new AcmeMetrics(meters);
    node = new NodeMetrics(meters);
  }

  /** For what is counted elsewhere: keeps no meter, whatever names there are. */
  public static RelayMetrics none() {
    MeterRegistry registry = new SimpleMeterRegistry();
    registry.config().meterFilter(MeterFilter.deny());
    return new RelayMetrics(registry);
  }

  /** Sources, and which of them are pulled here. */
  public IngestMetrics ingest() {
    return ingest;
  }

  /** What passes between nodes. */
  public BusMetrics bus() {
    return bus;
  }

  /** Viewers, and what they get. */
  public EdgeMetrics edge() {
    return edge;
  }

  /** The links to other places. */
  public LinkMetrics links() {
    return links;
  }

  /** The certificate that an edge gets by itself. */
  public AcmeMetrics acme() {
    return acme;
  }

  /** The process itself. */
  public NodeMetrics node() {
    return node;
  }
}
