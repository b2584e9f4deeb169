package dev.sightline.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamState;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {

  private static final StreamId FRONT = new StreamId("front");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Meters meters = new Meters(registry);
  private final RelayMetrics metrics = new RelayMetrics(registry);

  @ParameterizedTest
  @EnumSource
  void isShownUnderTheNameAndTypeThatItSays(Metric metric) {
    Object[] values = metric.labels().stream().map(MetricLabel::key).toArray();
    switch (metric.type()) {
      case COUNTER -> meters.counter(metric, values);
      case GAUGE -> meters.gauge(metric, () -> 1, values);
      case HISTOGRAM -> meters.histogram(metric, 100);
    }

    String type = metric.type().name().toLowerCase(Locale.ROOT);
    assertThat(registry.scrape())
        .contains("# TYPE " + metric.exposedName() + " " + type + "\n")
        .contains("# HELP " + metric.exposedName() + " " + metric.meaning() + "\n");
  }

  @ParameterizedTest
  @EnumSource
  void namesItsUnitWherePrometheusWantsIt(Metric metric) {
    boolean isTime = metric.unit().startsWith("seconds");

    assertThat(metric.exposedName().endsWith("_seconds")).isEqualTo(isTime);
  }

  @Test
  void wantsAValueForEachLabel() {
    assertThatThrownBy(() -> meters.counter(Metric.CAMERA_REFUSED, "front"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CAMERA_REFUSED");
  }

  @Test
  void tellsAnIdleCameraFromOneThatIsAway() {
    AtomicReference<StreamState> state = new AtomicReference<>(StreamState.IDLE);
    metrics.ingest().cameraState(FRONT, state::get);
    assertThat(stateOf("idle")).isOne();
    assertThat(stateOf("retrying")).isZero();

    state.set(StreamState.RETRYING);
    assertThat(stateOf("idle")).isZero();
    assertThat(stateOf("retrying")).isOne();
    assertThat(registry.get("sightline.camera.live").gauge().value()).isZero();

    state.set(StreamState.LIVE);
    assertThat(stateOf("live")).isOne();
    assertThat(registry.get("sightline.camera.live").gauge().value()).isOne();
  }

  private double stateOf(String label) {
    return registry.get("sightline.camera.state").tag("state", label).gauge().value();
  }

  @Test
  void aCameraThatIsNoMoreHasNoState() {
    metrics.ingest().cameraState(FRONT, () -> StreamState.LIVE);
    metrics.ingest().cameraFrameAge(FRONT, () -> 1);
    metrics.ingest().forgetCamera(FRONT);

    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void whatBeginsAnewIsAskedInPlaceOfWhatWasBefore() {
    metrics.edge().viewers(FRONT, () -> 1);
    metrics.edge().viewers(FRONT, () -> 2);

    assertThat(registry.get("sightline.viewers").gauge().value()).isEqualTo(2);
  }

  @Test
  void aHistogramHasFewBucketsWithTheBoundsThatItSays() {
    metrics.edge().frameAge().record(Duration.ofMillis(300));
    metrics.edge().frameAge().record(Duration.ofMinutes(1));

    assertThat(registry.scrape())
        .contains("sightline_frame_age_seconds_bucket{le=\"0.25\"} 0\n")
        .contains("sightline_frame_age_seconds_bucket{le=\"0.5\"} 1\n")
        .contains("sightline_frame_age_seconds_bucket{le=\"10.0\"} 1\n")
        .contains("sightline_frame_age_seconds_bucket{le=\"+Inf\"} 2\n");
    assertThat(registry.scrape().lines().filter(line -> line.contains("_age_seconds_bucket")))
        .hasSize(9);
  }

  /** An edge records one for each frame. */
  @Test
  void recordingAnAgeTakesNoMemory() {
    Timer age = metrics.edge().frameAge();
    record(age, 20_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    record(age, 100_000);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
  }

  private static void record(Timer age, int times) {
    for (int i = 0; i < times; i++) {
      age.record(i, TimeUnit.MICROSECONDS);
    }
  }
}
