package dev.sightline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import io.micrometer.core.instrument.noop.NoopCounter;
import org.junit.jupiter.api.Test;

class RelayMetricsTest {

  @Test
  void whereNothingIsCountedNoNameIsKept() {
    assertThat(RelayMetrics.none().bus().framesSent(new StreamId("yard")))
        .isInstanceOf(NoopCounter.class);
  }
}
