package dev.sightline.standalone;

import dev.sightline.standalone.Monitoring.Query;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the dashboard asks, and what it was answered, as a table of Markdown. */
final class DashboardTable {

  static final List<String> HEAD =
      List.of("| row | panel | query | series | the first |", "|---|---|---|---|---|");

  /** Every query has some of these, with what is chosen at the top of the dashboard. */
  private static final Pattern CHOSEN = Pattern.compile("(?:, )?\\b[a-z_]+=~\"\\$[a-z]+\"");

  /** The same in all series, or told by another label. */
  private static final Set<String> UNTOLD =
      Set.of("__name__", "namespace", "app_kubernetes_io_instance", "instance", "job");

  private DashboardTable() {}

  /** The first part of a row: what is asked, without what is chosen. */
  static String asked(Query query) {
    String expr = CHOSEN.matcher(query.expr()).replaceAll("").replace("{, ", "{").replace("{}", "");
    return "| %s | %s | `%s` |".formatted(query.row(), query.panel(), expr.replace("|", "\\|"));
  }

  /** A whole row. */
  static String row(Query query, List<JsonObject> found) {
    String first =
        found.stream()
            .filter(series -> !Double.isNaN(value(series)))
            .findFirst()
            .map(series -> labels(series) + String.format(Locale.ROOT, "%.4g", value(series)))
            .orElse("–");
    return "%s %d | %s |".formatted(asked(query), found.size(), first);
  }

  private static String labels(JsonObject series) {
    String labels =
        series.getJsonObject("metric").stream()
            .filter(label -> !UNTOLD.contains(label.getKey()))
            .map(label -> label.getKey() + " " + label.getValue())
            .sorted()
            .collect(Collectors.joining(", "));
    return labels.isEmpty() ? "" : labels + ": ";
  }

  /** The number of a series; Prometheus writes infinity with a sign. */
  static double value(JsonObject series) {
    String value = series.getJsonArray("value").getString(1);
    return switch (value) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(value);
    };
  }
}
