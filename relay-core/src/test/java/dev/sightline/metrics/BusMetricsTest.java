package dev.sightline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** What several parts of a node count under one name. */
class BusMetricsTest {

  private static final StreamId YARD = new StreamId("yard");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BusMetrics metrics = new RelayMetrics(registry).bus();

  @Test
  void addsUpTheEdgesThatTheIngestAndTheLinksServe() {
    metrics.edgesServed(YARD, () -> 2);
    metrics.edgesServed(YARD, () -> 1);

    assertThat(gauge().value()).isEqualTo(3);
  }

  @Test
  void goesOnWithTheIngestsWhenALinkEnds() {
    metrics.edgesServed(YARD, () -> 2);
    Runnable link = metrics.edgesServed(YARD, () -> 1);

    link.run();

    assertThat(gauge().value()).isEqualTo(2);
  }

  @Test
  void showsNothingOfAStreamThatNoPartHasAnyMore() {
    Runnable ingest = metrics.edgesServed(YARD, () -> 2);
    Runnable link = metrics.edgesServed(YARD, () -> 1);

    ingest.run();
    link.run();
    link.run();

    assertThat(gauge()).isNull();
  }

  private Gauge gauge() {
    return registry.find(Metric.BUS_EDGES_SERVED.id()).tag("stream", YARD.name()).gauge();
  }
}
