package dev.sightline.ingest;

import dev.sightline.bus.LinkKind;
import dev.sightline.bus.LinkStatus;
import dev.sightline.link.RoundTrip;
import dev.sightline.metrics.LinkMetrics;
import io.micrometer.core.instrument.Counter;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How the link to another place is doing, and what has come over it. Lives on the ingest's event
 * loop; its gauges are read on any thread.
 */
final class LinkFigures {

  private final LinkKind kind;
  private final String name;
  private final LinkMetrics metrics;
  private final Counter connects;
  private final Counter frames;
  private final Counter bytes;
  private final Counter leftOut;
  private volatile boolean connected;
  private volatile int streams;
  private long since = System.currentTimeMillis();
  private String reason;
  private String flaw;

  /** Counts on where one of the same name has ended. */
  LinkFigures(LinkKind kind, String name, LinkMetrics metrics) {
    this.kind = kind;
    this.name = name;
    this.metrics = metrics;
    this.connects = metrics.connects(name, kind.text());
    this.frames = metrics.framesReceived(name, kind.text());
    this.bytes = metrics.bytesReceived(name, kind.text());
    this.leftOut = metrics.framesLeftOut(name, kind.text());
  }

  /**
   * Shows its gauges in place of those of the same name, if any.
   *
   * @param roundTrip asked on any thread
   */
  void show(Supplier<RoundTrip> roundTrip) {
    metrics.state(name, kind.text(), () -> connected, () -> streams);
    metrics.roundTrip(
        name,
        kind.text(),
        () -> seconds(roundTrip.get(), roundTrip.get().latest()),
        () -> seconds(roundTrip.get(), roundTrip.get().shortest()));
  }

  private static double seconds(RoundTrip measured, long nanos) {
    return measured.isKnown() ? nanos / 1e9 : Double.NaN;
  }

  LinkKind kind() {
    return kind;
  }

  /** Ends its gauges. */
  void forget() {
    metrics.forget(name, kind.text());
  }

  /** The other end is there. */
  void connected() {
    connects.increment();
    connected = true;
    since = System.currentTimeMillis();
    reason = null;
  }

  /**
   * There is no connection, or still none.
   *
   * @param why for people, without secrets
   */
  void absent(String why) {
    if (connected) {
      since = System.currentTimeMillis();
    }
    connected = false;
    reason = why;
  }

  /**
   * Not all that comes over it is of use.
   *
   * @param why for people; null if it is
   */
  void flawed(String why) {
    flaw = why;
  }

  /**
   * @param missing how many pictures lay between this one and the one before
   */
  void frame(int size, long missing) {
    frames.increment();
    bytes.increment(size);
    leftOut.increment(missing);
  }

  /** A picture came that isn't taken. */
  void refused() {
    leftOut.increment();
  }

  void stretch(int size) {
    bytes.increment(size);
  }

  /**
   * @param has how many streams there are by now
   */
  LinkStatus status(int has, RoundTrip roundTrip) {
    streams = has;
    return new LinkStatus(
        kind,
        name,
        System.currentTimeMillis(),
        connected,
        since,
        connected ? flaw : reason,
        has,
        (long) connects.count(),
        (long) frames.count(),
        (long) bytes.count(),
        (long) leftOut.count(),
        TimeUnit.NANOSECONDS.toMicros(roundTrip.latest()),
        TimeUnit.NANOSECONDS.toMicros(roundTrip.shortest()));
  }
}
