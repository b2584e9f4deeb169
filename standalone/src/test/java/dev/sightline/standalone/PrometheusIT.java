package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.standalone.Monitoring.Adapted;
import dev.sightline.standalone.Monitoring.Alert;
import dev.sightline.standalone.Monitoring.Query;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus reads a cluster that runs, with the chart's alerts; the dashboard's queries and
 * those of the autoscaler are asked one by one. Leaves what they gave in {@code
 * target/dashboard.md}.
 */
class PrometheusIT {

  /** The rules' tests alone keep a core busy for ten seconds, when there is one for them. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String TWO_STANDALONES =
      """
      tests:
        - input_series:
            - {series: 'sightline_build_info{pod="one",node="local",role="standalone"}', values: 1}
            - {series: 'sightline_build_info{pod="two",node="local",role="standalone"}', values: 1}
            - {series: 'sightline_build_info{pod="edge-0",node="a1",role="edge"}', values: 1}
            - {series: 'sightline_bus_window_bytes{edge="a1"}', values: 4}
            - {series: 'sightline_bus_under_way_bytes{edge="a1"}', values: 4}
          promql_expr_test:
            - eval_time: 0s
              expr: count by (pod) (%s)
              exp_samples: [{labels: '{pod="edge-0"}', value: 1}]
      """;

  @TempDir private static Path directory;

  private static ObservedCluster cluster;
  private static Prometheus prometheus;

  @BeforeAll
  static void start() {
    Requires.program("prometheus");
    Requires.program("promtool");
    cluster = ObservedCluster.start(directory);
    prometheus = Prometheus.start(directory, cluster.nodes());
    Await.until("all are read", () -> prometheus.query("up == 1").size() == cluster.nodes().size());
    // A rate needs two readings, and to be no number at all something must have happened between.
    cluster.watch(2);
    Await.until(
        "new viewers are seen",
        () ->
            hasNumber(prometheus.query("rate(sightline_viewer_first_frame_seconds_sum[1m]) > 0")));
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void theAlertsAreRulesAndFireWhenTheyShould() {
    promtool("check", "rules", Monitoring.ALERTS.toString());
    promtool("test", "rules", Monitoring.ALERTS_TEST.toString());
  }

  /** All of them are called local, so what looks edges up by that name must leave them out. */
  @Test
  void standaloneNodesOfOtherReleasesDoNotBreakWhatJoinsWindowsWithPods() throws IOException {
    List<String> queries =
        Stream.concat(
                Monitoring.queries().stream().map(Query::expr).map(PrometheusIT::filledWithAll),
                Monitoring.recipes())
            .filter(expr -> expr.contains("sightline_build_info") && expr.contains("group_left"))
            .toList();
    assertThat(queries).hasSize(2);

    for (String query : queries) {
      Path test = directory.resolve("standalone-test.yaml");
      Files.writeString(test, TWO_STANDALONES.formatted(query));
      promtool("test", "rules", test.toString());
    }
  }

  private static void promtool(String... arguments) {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    try (RunningProgram promtool = RunningProgram.start(command.toArray(String[]::new))) {
      int code = promtool.awaitExit(PATIENCE);
      assertThat(code).as(String.join("\n", promtool.lines())).isZero();
    }
  }

  @Test
  void everyAlertIsLoadedAndSilentWhileAllIsWell() {
    int alerts = Monitoring.alerts().size();
    Await.until(
        Await.DEADLINE,
        () -> "all alerts are inactive: " + active(),
        () -> prometheus.rules().size() == alerts && active().isEmpty());

    assertThat(prometheus.rules())
        .allSatisfy(
            rule -> {
              assertThat(rule.getString("health")).as(rule.getString("name")).isEqualTo("ok");
              assertThat(rule.getString("lastError", "")).isEmpty();
            });
  }

  /** One that was not looked at yet isn't inactive either. */
  private static List<String> active() {
    return prometheus.rules().stream()
        .filter(
            rule ->
                !rule.getString("state").equals("inactive")
                    || !rule.getString("health").equals("ok"))
        .map(rule -> rule.getString("name") + " " + rule.getString("state"))
        .toList();
  }

  /** Those of an ACME server are only there with one; {@link AcmeIT} looks for them. */
  @Test
  void everyMetricThatAnAlertAsksForIsThere() {
    Set<String> asked = new TreeSet<>();
    for (Alert alert : Monitoring.alerts()) {
      assertThat(Monitoring.metricsIn(alert.expr())).as(alert.name()).isNotEmpty();
      asked.addAll(Monitoring.metricsIn(alert.expr()));
    }

    asked.removeIf(name -> name.startsWith("sightline_acme_"));
    assertThat(asked).allSatisfy(name -> assertThat(prometheus.series(name)).as(name).isNotEmpty());
  }

  @Test
  void everyQueryOfTheDashboardGivesSomething() throws IOException {
    List<Query> silent = new ArrayList<>(Monitoring.queries());
    try {
      Await.until(
          Await.DEADLINE,
          () -> "all queries give a number, but not " + silent,
          () -> {
            silent.removeIf(query -> hasNumber(prometheus.query(filled(query.expr()))));
            return silent.isEmpty();
          });
    } finally {
      Files.write(Path.of("target/dashboard.md"), table());
    }
  }

  private static List<String> table() {
    List<String> table = new ArrayList<>(DashboardTable.HEAD);
    for (Query query : Monitoring.queries()) {
      table.add(DashboardTable.row(query, prometheus.query(filled(query.expr()))));
    }
    return table;
  }

  @Test
  void theAutoscalersMetricsAreThereForEachEdgeEvenIfItNeverHadAViewer() {
    assertThat(Monitoring.adapted()).isNotEmpty();
    for (Adapted metric : Monitoring.adapted()) {
      assertThat(prometheus.series(metric.series())).as(metric.name()).isNotEmpty();
      String series = Monitoring.metricsIn(metric.series()).iterator().next();
      String query =
          metric
              .query()
              .replace("<<.Series>>", series)
              .replace("<<.LabelMatchers>>", "namespace=\"%s\"".formatted(Prometheus.NAMESPACE))
              .replace("<<.GroupBy>>", "pod");

      Await.until(query, () -> podsOf(query).equals(Set.of("edge-0", "edge-1", "edge-2")));
    }
  }

  private static Set<String> podsOf(String query) {
    return prometheus.query(query).stream()
        .map(series -> series.getJsonObject("metric").getString("pod"))
        .collect(Collectors.toSet());
  }

  /** With what Grafana would put in for a cluster of which nothing is left out. */
  private static String filled(String expr) {
    return expr.replace("$namespace", Prometheus.NAMESPACE)
        .replace("$release", Prometheus.RELEASE)
        .replace("$pod", ".*")
        .replace("$stream", "front|spare|gate|tv")
        .replace("$__rate_interval", "10s");
  }

  private static String filledWithAll(String expr) {
    return expr.replaceAll("\\$(namespace|release|pod|stream)", ".*");
  }

  private static boolean hasNumber(List<JsonObject> series) {
    return series.stream().map(DashboardTable::value).anyMatch(value -> !Double.isNaN(value));
  }
}
