package dev.sightline.standalone;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The files of the Helm chart that ask Prometheus something. */
final class Monitoring {

  static final Path ALERTS = NodeProcess.HOME.resolve("k8s/sightline/files/alerts.yaml");
  static final Path ALERTS_TEST =
      NodeProcess.HOME.resolve("k8s/src/test/resources/alerts-test.yaml");
  private static final Path DASHBOARD =
      NodeProcess.HOME.resolve("k8s/sightline/files/dashboard.json");
  private static final Path ADAPTER =
      NodeProcess.HOME.resolve("k8s/sightline/files/prometheus-adapter.yaml");

  private static final Path METRICS_PAGE = NodeProcess.HOME.resolve("docs/metrics.md");

  /** Code that calls something, as no name of a metric does. */
  private static final Pattern RECIPE = Pattern.compile("`([^`\n]+\\([^`\n]+)`");

  private static final Pattern NAME =
      Pattern.compile("\\b(?:(?:sightline|jvm|process|system|vertx)_[a-z_0-9]+|up)\\b");

  /** Labels that look like a metric. */
  private static final Pattern IN_QUOTES = Pattern.compile("\"[^\"]*\"");

  /** An alert as the file has it. */
  record Alert(String name, String expr, String severity, String summary, String runbook) {}

  /** What one panel of the dashboard asks. */
  record Query(String row, String panel, String expr) {}

  /**
   * What prometheus-adapter makes a metric of.
   *
   * @param series by which it finds the metric's pods
   * @param query with its own marks in it
   */
  record Adapted(String name, String series, String query) {}

  private Monitoring() {}

  static List<Alert> alerts() {
    return maps(yaml(ALERTS).get("groups")).stream()
        .flatMap(group -> maps(group.get("rules")).stream())
        .map(Monitoring::alert)
        .toList();
  }

  private static Alert alert(Map<String, Object> rule) {
    Map<String, Object> annotations = map(rule.get("annotations"));
    return new Alert(
        text(rule.get("alert")),
        text(rule.get("expr")),
        text(map(rule.get("labels")).get("severity")),
        text(annotations.get("summary")),
        text(annotations.get("runbook")));
  }

  static JsonObject dashboard() {
    return new JsonObject(read(DASHBOARD));
  }

  static List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    String row = "";
    for (JsonObject panel : objects(dashboard().getJsonArray("panels"))) {
      if (panel.getString("type").equals("row")) {
        row = panel.getString("title");
      } else {
        for (JsonObject target : objects(panel.getJsonArray("targets"))) {
          queries.add(new Query(row, panel.getString("title"), target.getString("expr")));
        }
      }
    }
    return queries;
  }

  static List<Adapted> adapted() {
    return maps(map(yaml(ADAPTER).get("rules")).get("custom")).stream()
        .map(
            rule ->
                new Adapted(
                    text(map(rule.get("name")).get("as")),
                    text(rule.get("seriesQuery")),
                    text(rule.get("metricsQuery"))))
        .toList();
  }

  /** Queries that the page of metrics proposes. */
  static Stream<String> recipes() {
    return RECIPE.matcher(read(METRICS_PAGE)).results().map(found -> found.group(1));
  }

  /** The metrics that an expression asks for. */
  static Set<String> metricsIn(String expr) {
    String withoutTexts = IN_QUOTES.matcher(expr).replaceAll("\"\"");
    return NAME.matcher(withoutTexts)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  static Map<String, Object> yaml(Path file) {
    return new Yaml().load(read(file));
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> maps(Object list) {
    return (List<Map<String, Object>>) list;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object map) {
    return (Map<String, Object>) map;
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
