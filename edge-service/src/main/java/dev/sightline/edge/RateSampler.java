package dev.sightline.edge;

import dev.sightline.bus.StreamDirectory;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.frame.StreamId;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How much comes and goes of each stream, one for all event loops of a node. */
final class RateSampler extends VerticleBase {

  private static final long SECOND = 1000;

  private final StreamDirectory directory;
  private final EdgeStreams streams;
  private final LongSupplier clock;
  private final Map<StreamId, StreamPulse> pulses = new HashMap<>();
  private volatile Map<StreamId, Rates> rates = Map.of();

  /**
   * @param clock monotonic nanoseconds
   */
  RateSampler(StreamDirectory directory, EdgeStreams streams, LongSupplier clock) {
    this.directory = directory;
    this.streams = streams;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(SECOND, id -> everySecond());
    return Future.succeededFuture();
  }

  void everySecond() {
    long now = TimeUnit.NANOSECONDS.toMicros(clock.getAsLong());
    Map<StreamId, Rates> felt = new HashMap<>();
    for (Entry entry : directory.entries()) {
      StreamId stream = entry.stream();
      StreamPulse pulse = pulses.computeIfAbsent(stream, unknown -> new StreamPulse());
      felt.put(stream, pulse.feel(now, entry.status(), streams.find(stream).orElse(null)));
    }
    pulses.keySet().retainAll(felt.keySet());
    rates = felt;
  }

  /** Of one stream, a second ago at most. Any thread. */
  Rates of(StreamId stream) {
    return rates.getOrDefault(stream, Rates.NONE);
  }

  /** Of all streams together. Any thread. */
  Rates ofAll() {
    return rates.values().stream().reduce(Rates.NONE, Rates::plus);
  }
}
