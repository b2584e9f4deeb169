package dev.sightline.edge;

import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.SeldomLog;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the uploads that an edge turns away since no ingest has their secret, and tells of them
 * seldom. The ingests never hear of those. One for all event loops.
 */
final class DeniedUploads {

  private static final Logger LOG = LoggerFactory.getLogger(DeniedUploads.class);

  /** The trouble that is told seldom. */
  private enum Trouble {
    WRONG_SECRET
  }

  private final Counter counter;
  private final SeldomLog seldom = new SeldomLog(LOG);

  DeniedUploads(RelayMetrics metrics) {
    this.counter = metrics.edge().uploadsDenied();
  }

  void add(HttpServerRequest request) {
    counter.increment();
    seldom.warn(
        Trouble.WRONG_SECRET,
        "an upload from {} was refused: no stream has its secret",
        request.remoteAddress().host());
  }
}
