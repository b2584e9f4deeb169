package dev.sightline.metrics;

import java.util.Locale;

/** Every label of a metric, and what keeps the number of its values small. */
public enum MetricLabel {
  STREAM(
      "a stream's name, as configured: 10,000 of an ingest at most; at an edge, those that were"
          + " watched there"),
  STATE("what a stream's source is doing: `idle`, `connecting`, `live`, `retrying`"),
  PLACE("where something was left out: `bus`, `loop`, `viewer`, `rate`, `memory`, `outdated`"),
  REASON("why: one of a few fixed words, listed below"),
  RESULT("how it went: one of two fixed words, listed below"),
  MEANS("what was shown: `password`, `token`, `link`, or `forward` (another service's word)"),
  EDGE("the identifier of an edge that asked this ingest in the last 30 s, its `node`"),
  LINK(
      "a place's name, as configured: 1,000 of `uplinks` and 100 of `upstreams` at most; at an"
          + " edge, 100 of `downlinks`"),
  KIND("what a link leads to: `site`, `upstream`"),
  VERSION("the program's version, one per process"),
  ROLE("what the process does: `ingest`, `edge`, `standalone`, `site`"),
  NODE("the identifier of the process in its cluster, one per process; `local` without a cluster");

  private final String bound;

  MetricLabel(String bound) {
    this.bound = bound;
  }

  /** Its name at Prometheus. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Which values there can be, in words. */
  public String bound() {
    return bound;
  }
}
