package dev.sightline.edge;

import dev.sightline.bus.Answer;
import dev.sightline.metrics.LinkMetrics;
import io.micrometer.core.instrument.Counter;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Another cluster that may take streams here, and what it has taken. Any thread. */
final class Taker {

  private final String name;
  private final Counter frames;
  private final Counter bytes;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Instant since = Instant.now();

  Taker(String name, LinkMetrics metrics) {
    this.name = name;
    this.frames = metrics.framesSent(name);
    this.bytes = metrics.bytesSent(name);
    metrics.takers(name, connections::get);
  }

  void came() {
    if (connections.getAndIncrement() == 0) {
      since = Instant.now();
    }
  }

  void left() {
    if (connections.decrementAndGet() == 0) {
      since = Instant.now();
    }
  }

  void sent(Answer answer) {
    if (answer.hasFrame()) {
      frames.increment();
    }
    bytes.increment(answer.size());
  }

  String name() {
    return name;
  }

  /** One, or two for a moment. */
  int connections() {
    return connections.get();
  }

  /** When it came, or left. */
  Instant since() {
    return since;
  }

  long frames() {
    return (long) frames.count();
  }

  long bytes() {
    return (long) bytes.count();
  }
}
