package dev.sightline.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What was found out lately, by name: it holds for a time, and of more than fit what was put there
 * first is forgotten. Any thread.
 */
final class Lately<V> {

  /**
   * What was put there.
   *
   * @param left how long it holds
   */
  record Found<V>(V value, Duration left) {}

  private record Kept<V>(V value, long until) {}

  private final Duration life;
  private final LongSupplier clock;
  private final Map<String, Kept<V>> kept;

  /**
   * @param most how many there may be
   * @param clock monotonic nanoseconds
   */
  Lately(int most, Duration life, LongSupplier clock) {
    this.life = life;
    this.clock = clock;
    this.kept =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Kept<V>> eldest) {
            return size() > most;
          }
        };
  }

  synchronized Optional<Found<V>> find(String name) {
    Kept<V> there = kept.get(name);
    if (there == null) {
      return Optional.empty();
    }
    long left = there.until - clock.getAsLong();
    if (left <= 0) {
      kept.remove(name);
      return Optional.empty();
    }
    return Optional.of(new Found<>(there.value, Duration.ofNanos(left)));
  }

  /** What there is; if there is nothing, {@code fresh} holds from now on. */
  synchronized V findOrPut(String name, Supplier<V> fresh) {
    Optional<V> there = find(name).map(Found::value);
    return there.orElseGet(
        () -> {
          V value = fresh.get();
          put(name, value);
          return value;
        });
  }

  /** It holds from now on. */
  synchronized void put(String name, V value) {
    kept.remove(name);
    kept.put(name, new Kept<>(value, clock.getAsLong() + life.toNanos()));
  }

  synchronized int size() {
    return kept.size();
  }
}
