package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Arrival;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the event loops of a node share of one stream. */
class EdgeStreamTest {

  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final EdgeStream stream =
      new EdgeStream(TestFrames.FRONT, new FrameMemory(1 << 20), metrics, Tracing.OFF);

  @BeforeEach
  void watch() {
    stream.viewerCame();
  }

  @Test
  void composesAFrameOnceForAllEventLoops() {
    Arrival arrival = TestFrames.arrival(0);

    assertThat(stream.outbound(arrival)).isSameAs(stream.outbound(arrival));
    assertThat(stream.outbound(TestFrames.arrival(1))).isNotSameAs(stream.outbound(arrival));
  }

  @Test
  void composesAFrameAnewWhenAllHaveLetItGo() {
    Arrival arrival = TestFrames.arrival(0);
    OutboundFrame first = stream.outbound(arrival);
    first.letGo();

    assertThat(stream.outbound(arrival)).isNotSameAs(first);
  }

  @Test
  void keepsNoFrameAfterTheLastViewer() {
    Arrival arrival = TestFrames.arrival(0);
    OutboundFrame first = stream.outbound(arrival);

    stream.viewerLeft();

    assertThat(stream.outbound(arrival)).as("it was forgotten, though held").isNotSameAs(first);
  }
}
