package dev.sightline.edge;

import dev.sightline.bus.LinkEntry;
import dev.sightline.bus.StreamDirectory;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.frame.StreamId;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How much comes and goes of each stream and over each link, one for all event loops of a node. */
final class RateSampler extends VerticleBase {

  private static final long SECOND = 1000;

  private final StreamDirectory directory;
  private final EdgeStreams streams;
  private final Takers takers;
  private final LongSupplier clock;
  private final LinkRates links = new LinkRates();
  private final Map<StreamId, StreamPulse> pulses = new HashMap<>();
  private final Map<Taker, RateWindow> taken = new HashMap<>();
  private volatile Map<StreamId, Rates> rates = Map.of();
  private volatile Map<Taker, Rates> ratesOfTakers = Map.of();

  /**
   * @param clock monotonic nanoseconds
   */
  RateSampler(StreamDirectory directory, EdgeStreams streams, Takers takers, LongSupplier clock) {
    this.directory = directory;
    this.streams = streams;
    this.takers = takers;
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
    links.everySecond(directory.links());
    feelTakers(now);
  }

  private void feelTakers(long now) {
    Map<Taker, Rates> felt = new HashMap<>();
    for (Taker taker : takers.all()) {
      RateWindow window = taken.computeIfAbsent(taker, unknown -> new RateWindow());
      window.add(now, taker.frames(), taker.bytes());
      felt.put(taker, new Rates(0, 0, window.framesPerSecond(), window.bitsPerSecond()));
    }
    ratesOfTakers = felt;
  }

  /** Of a link that brings streams, likewise. Any thread. */
  LinkRates.Rate of(LinkEntry link) {
    return links.of(link);
  }

  /** Of who takes streams here, likewise. Any thread. */
  Rates of(Taker taker) {
    return ratesOfTakers.getOrDefault(taker, Rates.NONE);
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
