package dev.sightline.wan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads several times a second what has gone one way over a wire. */
final class Meter implements AutoCloseable {

  private static final long EVERY_MILLIS = 100;

  /** Pictures come in bursts; a rate is that of so many readings. */
  private static final int A_RATE = 5;

  private record Reading(long at, Flow flow) {}

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final List<Reading> readings = new ArrayList<>();
  private final Wire wire;
  private final Place from;

  Meter(Wire wire, Place from) {
    this.wire = wire;
    this.from = from;
    executor.scheduleAtFixedRate(this::read, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void read() {
    readings.add(new Reading(System.currentTimeMillis(), wire.flow(from)));
  }

  /** What has gone between two moments, milliseconds since 1970. */
  synchronized Flow between(long begin, long end) {
    return at(end).since(at(begin));
  }

  private Flow at(long moment) {
    Flow flow = readings.get(0).flow;
    for (Reading reading : readings) {
      if (reading.at > moment) {
        break;
      }
      flow = reading.flow;
    }
    return flow;
  }

  /** For how long at a time it was more than so many bytes a second at most, milliseconds. */
  synchronized long longestAbove(double bytesPerSecond, long begin, long end) {
    long longest = 0;
    long since = -1;
    for (int i = A_RATE; i < readings.size(); i++) {
      Reading now = readings.get(i);
      Reading before = readings.get(i - A_RATE);
      if (before.at < begin || now.at > end) {
        continue;
      }
      double seconds = (now.at - before.at) / 1_000.0;
      if (now.flow.since(before.flow).payload() / seconds > bytesPerSecond) {
        since = since < 0 ? before.at : since;
        longest = Math.max(longest, now.at - since);
      } else {
        since = -1;
      }
    }
    return longest;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
