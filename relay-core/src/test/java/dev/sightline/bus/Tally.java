package dev.sightline.bus;

import dev.sightline.frame.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one edge received within a span of virtual time. */
final class Tally {

  private final long from;
  private final List<Long> ages = new ArrayList<>();
  private final Map<StreamId, Long> lastAt = new HashMap<>();
  private final Map<StreamId, Long> bytes = new HashMap<>();
  private long longestGap;
  private long until;

  /**
   * @param streams those that are watched; one that never moves has a gap as long as the span
   */
  Tally(List<StreamId> streams, long from) {
    this.from = from;
    this.until = from;
    streams.forEach(stream -> lastAt.put(stream, from));
  }

  void see(StreamId stream, int size, long at, long age) {
    ages.add(age);
    bytes.merge(stream, (long) size, Long::sum);
    longestGap = Math.max(longestGap, at - lastAt.put(stream, at));
  }

  void end(long at) {
    until = at;
    lastAt.values().forEach(last -> longestGap = Math.max(longestGap, at - last));
  }

  double framesPerSecond() {
    return ages.size() * 1e9 / (until - from);
  }

  double bytesPerSecond(StreamId stream) {
    return bytes.getOrDefault(stream, 0L) * 1e9 / (until - from);
  }

  /** The age that this share of the frames had at most when they arrived. */
  Duration age(double share) {
    long[] sorted = ages.stream().mapToLong(Long::longValue).sorted().toArray();
    return Duration.ofNanos(sorted[(int) Math.ceil(share * sorted.length) - 1]);
  }

  /** The longest that any of the streams stood still. */
  Duration longestGap() {
    return Duration.ofNanos(longestGap);
  }

  @Override
  public String toString() {
    return ages.isEmpty()
        ? "nothing"
        : "%.1f frames/s, age %d / %d ms, longest gap %d ms"
            .formatted(
                framesPerSecond(),
                age(0.5).toMillis(),
                age(0.99).toMillis(),
                longestGap().toMillis());
  }
}
