package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Arrival;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the event loops of a node share of one stream. */
class EdgeStreamTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final RelayMetrics metrics = new RelayMetrics(registry);
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

  @Test
  void takesTheAgeOfAFrameOnceHoweverManyEventLoopsShowIt() {
    Arrival first = TestFrames.arrival(0);
    Arrival second = TestFrames.arrival(1);
    stream.outbound(first);
    stream.outbound(first);
    stream.outbound(second);
    stream.outbound(first);

    assertThat(metrics.edge().frameAge().count()).isEqualTo(2);
  }

  @Test
  void aFrameIsAsOldAsTheClocksSayAndNeverYoungerThanIsKnown() {
    Timer age = metrics.edge().frameAge();
    stream.outbound(arrival(0, System.currentTimeMillis() - 40_000, Duration.ofSeconds(1)));
    assertThat(age.max(TimeUnit.SECONDS)).isBetween(40.0, 60.0);
    assertThat(newestAge()).isBetween(40.0, 60.0);

    stream.outbound(arrival(1, System.currentTimeMillis() + 40_000, Duration.ofMillis(500)));
    assertThat(age.totalTime(TimeUnit.SECONDS) - age.max(TimeUnit.SECONDS)).isBetween(0.5, 20.0);
  }

  @Test
  void nobodyIsShownAnOldFrameWhenNobodyWatches() {
    stream.outbound(TestFrames.arrival(0));
    assertThat(newestAge()).isNotNegative();

    stream.viewerLeft();
    assertThat(newestAge()).isNaN();
  }

  private double newestAge() {
    return registry.get("sightline.frame.newest.age.seconds").gauge().value();
  }

  private static Arrival arrival(long sequence, long capturedAtMillis, Duration ago) {
    Frame frame =
        new Frame(
            TestFrames.FRONT,
            new Epoch(1, "ingest"),
            sequence,
            capturedAtMillis * 1_000,
            Buffer.buffer("picture"));
    return new Arrival(frame, System.nanoTime() - ago.toNanos(), 0);
  }
}
