package dev.sightline.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.function.Supplier;

/**
 * What is counted of the links to other places: by an ingest of those that bring streams here, by
 * an edge of those by which others take them. Each is known by its name and by what it leads to.
 */
public final class LinkMetrics {

  private final Meters meters;

  LinkMetrics(Meters meters) {
    this.meters = meters;
  }

  /** How a link is doing, asked at each scrape on a thread of its own. */
  public void state(
      String link, String kind, Supplier<Boolean> connected, Supplier<Number> streams) {
    meters.gauge(Metric.LINK_CONNECTED, () -> connected.get() ? 1 : 0, link, kind);
    meters.gauge(Metric.LINK_STREAMS, streams, link, kind);
  }

  /** Seconds; not a number while nothing is known. */
  public void roundTrip(
      String link, String kind, Supplier<Number> latest, Supplier<Number> shortest) {
    meters.gauge(Metric.LINK_ROUND_TRIP_SECONDS, latest, link, kind);
    meters.gauge(Metric.LINK_SHORTEST_ROUND_TRIP_SECONDS, shortest, link, kind);
  }

  /** Ends both of a link that is no more; its counters stay as they are. */
  public void forget(String link, String kind) {
    meters.forget(Metric.LINK_CONNECTED, link, kind);
    meters.forget(Metric.LINK_STREAMS, link, kind);
    meters.forget(Metric.LINK_ROUND_TRIP_SECONDS, link, kind);
    meters.forget(Metric.LINK_SHORTEST_ROUND_TRIP_SECONDS, link, kind);
  }

  public Counter connects(String link, String kind) {
    return meters.counter(Metric.LINK_CONNECTS, link, kind);
  }

  public Counter framesReceived(String link, String kind) {
    return meters.counter(Metric.LINK_FRAMES_RECEIVED, link, kind);
  }

  /** Of pictures and of MPEG-TS. */
  public Counter bytesReceived(String link, String kind) {
    return meters.counter(Metric.LINK_BYTES_RECEIVED, link, kind);
  }

  /** Pictures that the other end had and didn't send. */
  public Counter framesLeftOut(String link, String kind) {
    return meters.counter(Metric.LINK_FRAMES_LEFT_OUT, link, kind);
  }

  /** How many connections another cluster has here to take streams by. */
  public void takers(String link, Supplier<Number> connections) {
    meters.gauge(Metric.LINK_TAKERS, connections, link);
  }

  public Counter framesSent(String link) {
    return meters.counter(Metric.LINK_FRAMES_SENT, link);
  }

  /** Of pictures and of MPEG-TS. */
  public Counter bytesSent(String link) {
    return meters.counter(Metric.LINK_BYTES_SENT, link);
  }
}
