package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.metrics.Metric;
import dev.sightline.metrics.Metric.Type;
import dev.sightline.standalone.Monitoring.Alert;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard as files: what they name exists, and nothing of them is forgotten. */
class MonitoringFilesTest {

  private static final Pattern SIGHTLINE = Pattern.compile("\\bsightline_[a-z_]+");
  private static final Pattern FIRING = Pattern.compile("alertname=\"(\\w+)\"");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z][a-z_]*)");

  /** Grafana's own. */
  private static final String INTERVAL = "__rate_interval";

  @Test
  void noQueryNamesAMetricThatTheProgramDoesNotHave() {
    Set<String> known =
        Arrays.stream(Metric.values())
            .flatMap(MonitoringFilesTest::series)
            .collect(Collectors.toSet());

    assertThat(expressions().flatMap(expr -> Monitoring.metricsIn(expr).stream()).toList())
        .filteredOn(name -> name.startsWith("sightline_"))
        .isNotEmpty()
        .isSubsetOf(known);
  }

  /** Such as those of an autoscaler, which the adapter may have made. */
  @Test
  void noFileOfTheChartNamesAMetricThatIsNowhere() throws IOException {
    Set<String> known =
        Stream.concat(
                Arrays.stream(Metric.values()).flatMap(MonitoringFilesTest::series),
                Monitoring.adapted().stream().map(Monitoring.Adapted::name))
            .collect(Collectors.toSet());
    List<Path> files;
    try (Stream<Path> all = Files.walk(NodeProcess.HOME.resolve("k8s"))) {
      files = all.filter(file -> file.toString().matches(".*\\.(ya?ml|json|tpl)")).toList();
    }

    assertThat(files).isNotEmpty();
    for (Path file : files) {
      assertThat(
              SIGHTLINE.matcher(Monitoring.read(file)).results().map(MatchResult::group).toList())
          .as("metrics named in %s", file)
          .isSubsetOf(known);
    }
  }

  private static Stream<String> series(Metric metric) {
    String name = metric.exposedName();
    return metric.type() == Type.HISTOGRAM
        ? Stream.of("_bucket", "_count", "_sum", "_max").map(name::concat)
        : Stream.of(name);
  }

  private static Stream<String> expressions() {
    return Stream.of(
            Monitoring.alerts().stream().map(Alert::expr),
            Monitoring.queries().stream().map(Monitoring.Query::expr),
            Monitoring.adapted().stream().map(Monitoring.Adapted::series))
        .flatMap(all -> all);
  }

  @Test
  void everyAlertSaysHowUrgentItIsAndWhereToReadOn() {
    assertThat(Monitoring.alerts())
        .isNotEmpty()
        .allSatisfy(
            alert -> {
              assertThat(alert.name()).startsWith("Sightline");
              assertThat(alert.severity()).isIn("page", "ticket");
              assertThat(alert.summary()).contains("{{ $labels.");
              assertThat(alert.runbook()).startsWith("docs/alerts.md#");
            });
  }

  @Test
  void everyAlertHasItsSectionAndEverySectionAnAlert() {
    String page = Monitoring.read(NodeProcess.HOME.resolve("docs/alerts.md"));
    Set<String> sections =
        page.lines()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4).toLowerCase(Locale.ROOT).replace(' ', '-'))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> linked =
        Monitoring.alerts().stream()
            .map(alert -> alert.runbook().replaceFirst("(?s)^docs/alerts.md#([a-z-]+)\\..*", "$1"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(sections).isEqualTo(linked);
    for (Alert alert : Monitoring.alerts()) {
      assertThat(page).contains("`" + alert.name() + "` (" + alert.severity() + ")");
    }
  }

  /** A test lists all that fire at a time, and so says of the others that they don't. */
  @Test
  void everyAlertIsSeenNotToFireAndThenToFire() {
    Set<String> seen = new TreeSet<>();
    for (Map<String, Object> test :
        Monitoring.maps(Monitoring.yaml(Monitoring.ALERTS_TEST).get("tests"))) {
      List<Set<String>> times =
          Monitoring.maps(test.get("promql_expr_test")).stream()
              .map(time -> firing(time.get("exp_samples")))
              .toList();
      times.get(times.size() - 1).stream()
          .filter(alert -> !times.get(0).contains(alert))
          .forEach(seen::add);
    }

    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            Monitoring.alerts().stream().map(Alert::name).toList());
  }

  private static Set<String> firing(Object samples) {
    return FIRING
        .matcher(samples.toString())
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void theDashboardUsesItsVariablesAndNoOthers() {
    Set<String> defined =
        Monitoring.objects(Monitoring.dashboard().getJsonObject("templating").getJsonArray("list"))
            .stream()
            .map(variable -> variable.getString("name"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> used =
        VARIABLE
            .matcher(Monitoring.dashboard().getJsonArray("panels").encode())
            .results()
            .map(found -> found.group(1))
            .filter(name -> !name.equals(INTERVAL))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(used).isEqualTo(defined);
  }

  @Test
  void thePageOfTheDashboardHasEveryQuery() {
    List<String> rows =
        Monitoring.read(NodeProcess.HOME.resolve("docs/dashboard.md"))
            .lines()
            .dropWhile(line -> !line.equals(DashboardTable.HEAD.get(1)))
            .skip(1)
            .toList();

    assertThat(rows)
        .zipSatisfy(
            Monitoring.queries(),
            (row, query) -> assertThat(row).startsWith(DashboardTable.asked(query)));
  }

  @Test
  void everyPanelHasItsOwnNumberAndPlace() {
    List<JsonObject> panels = Monitoring.objects(Monitoring.dashboard().getJsonArray("panels"));

    assertThat(panels).extracting(panel -> panel.getInteger("id")).doesNotHaveDuplicates();
    for (JsonObject one : panels) {
      assertThat(panels)
          .filteredOn(other -> other != one)
          .as("panels that lie on '%s'", one.getString("title"))
          .noneMatch(
              other -> overlap(one.getJsonObject("gridPos"), other.getJsonObject("gridPos")));
    }
  }

  private static boolean overlap(JsonObject one, JsonObject other) {
    return meet(one, other, "x", "w") && meet(one, other, "y", "h");
  }

  private static boolean meet(JsonObject one, JsonObject other, String start, String size) {
    int from = one.getInteger(start);
    int otherFrom = other.getInteger(start);
    return from < otherFrom + other.getInteger(size) && otherFrom < from + one.getInteger(size);
  }

  /** Panels, alerts and the autoscaler look at pods of one namespace only. */
  @Test
  void everyQueryOfTheDashboardKeepsToTheNamespaceThatIsChosen() {
    for (Monitoring.Query query : Monitoring.queries()) {
      long selectors = Pattern.compile("\\{").matcher(query.expr()).results().count();
      List<String> filters =
          Pattern.compile("namespace=~\"\\$namespace\"")
              .matcher(query.expr())
              .results()
              .map(MatchResult::group)
              .toList();
      assertThat(filters)
          .as("%s: %s", query.panel(), query.expr())
          .hasSize((int) selectors)
          .hasSize((int) metricsNamed(query.expr()));
    }
  }

  private static long metricsNamed(String expr) {
    return Pattern.compile("\\b(?:sightline|jvm|process)_[a-z_0-9]+\\{")
        .matcher(expr)
        .results()
        .count();
  }
}
