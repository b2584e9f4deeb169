package dev.sightline.plan;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * An ingest and edges on one machine, with cameras and viewers beside them, as it was measured or
 * simulated. All but ages is by the second.
 *
 * @param viewers of each stream at each edge
 * @param cameras cores that they take, as do the ingest, one edge (the mean of them), and the
 *     viewers
 * @param fps of a viewer
 * @param p50 half of the pictures are no older than that when they have come, milliseconds
 */
record Run(
    int edges,
    int streams,
    int viewers,
    double cameras,
    double ingest,
    double edge,
    double clients,
    double fps,
    double mbit,
    double p50,
    double p99) {

  /** As bench/plan writes it. */
  static Run of(JsonObject row) {
    JsonArray edge = row.getJsonArray("edge");
    return new Run(
        row.getInteger("edges"),
        row.getInteger("streams"),
        row.getInteger("viewers"),
        row.getDouble("cameras"),
        row.getDouble("ingest"),
        edge.stream().mapToDouble(one -> ((Number) one).doubleValue()).average().orElse(0),
        row.getDouble("clients"),
        row.getDouble("fps"),
        row.getDouble("mbit"),
        row.getDouble("p50"),
        row.getDouble("p99"));
  }

  /** Seconds of a core for one picture of one stream. */
  double perPicture(double cores) {
    return cores / fps / streams;
  }

  boolean is(int edges, int streams, int viewers) {
    return this.edges == edges && this.streams == streams && this.viewers == viewers;
  }
}
