package dev.sightline.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The only place that registers a meter: each is a {@link Metric} with a value for each label. */
final class Meters {

  private final MeterRegistry registry;

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param values of the metric's labels, in their order
   */
  Counter counter(Metric metric, Object... values) {
    return Counter.builder(metric.id())
        .description(metric.meaning())
        .tags(tags(metric, values))
        .register(registry);
  }

  /** A counter that somebody else keeps; the registry doesn't hold who counts, its owner must. */
  <T> void counterOf(Metric metric, T who, ToDoubleFunction<T> count) {
    FunctionCounter.builder(metric.id(), who, count)
        .description(metric.meaning())
        .register(registry);
  }

  /** The registry asks who registered a gauge first; what begins anew wants its own. */
  void gauge(Metric metric, Supplier<Number> value, Object... values) {
    forget(metric, values);
    Gauge.builder(metric.id(), value)
        .description(metric.meaning())
        .tags(tags(metric, values))
        .register(registry);
  }

  /** Ends a gauge of something that is no more. */
  void forget(Metric metric, Object... values) {
    registry.removeByPreFilterId(
        new Meter.Id(metric.id(), tags(metric, values), null, null, Meter.Type.GAUGE));
  }

  /**
   * @param upTo the bounds of its buckets, milliseconds; what takes longer is counted too
   */
  Timer histogram(Metric metric, long... upTo) {
    Duration[] bounds = Arrays.stream(upTo).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    return Timer.builder(metric.id())
        .description(metric.meaning())
        .serviceLevelObjectives(bounds)
        .register(registry);
  }

  private static Tags tags(Metric metric, Object... values) {
    if (values.length != metric.labels().size()) {
      throw new IllegalArgumentException(metric + " has the labels " + metric.labels());
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(metric.labels().get(i).key(), values[i].toString());
    }
    return tags;
  }
}
