package dev.sightline.plan;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** What bench/plan has measured, in some rounds. */
final class Measured {

  private final List<Run> runs;
  private final List<JsonObject> joins;

  /**
   * @param rows a JSON object each
   */
  Measured(List<String> rows) {
    List<JsonObject> all = rows.stream().map(JsonObject::new).toList();
    this.runs = all.stream().filter(row -> row.containsKey("edges")).map(Run::of).toList();
    this.joins = all.stream().filter(row -> row.containsKey("joins")).toList();
  }

  /** Of the rounds with so many edges, streams, and viewers of each stream at each edge. */
  double median(int edges, int streams, int viewers, ToDoubleFunction<Run> value) {
    DoubleStream values =
        runs.stream().filter(run -> run.is(edges, streams, viewers)).mapToDouble(value);
    return median("%d edges, %d streams, %d viewers".formatted(edges, streams, viewers), values);
  }

  /** What it costs an edge that a viewer comes, microseconds. */
  double join() {
    return median("joins", joins.stream().mapToDouble(row -> row.getDouble("micros")));
  }

  private static double median(String what, DoubleStream all) {
    double[] values = all.sorted().toArray();
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured of " + what);
    }
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
