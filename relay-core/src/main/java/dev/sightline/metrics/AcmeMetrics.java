package dev.sightline.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.function.Supplier;

/** What an edge tells of the certificate that it has from an ACME server. */
public final class AcmeMetrics {

  private final Meters meters;

  AcmeMetrics(Meters meters) {
    this.meters = meters;
  }

  /** Orders of this edge, by whether there was a certificate in the end. */
  public Counter orders(boolean issued) {
    return meters.counter(Metric.ACME_ORDERS, issued ? "issued" : "failed");
  }

  /** When the certificate is to be renewed, by whichever edge does that. */
  public void renewal(Supplier<Number> epochSeconds) {
    meters.gauge(Metric.ACME_RENEWAL_SECONDS, epochSeconds);
  }

  /** When this edge last failed to get one. */
  public void failure(Supplier<Number> epochSeconds) {
    meters.gauge(Metric.ACME_FAILURE_SECONDS, epochSeconds);
  }
}
