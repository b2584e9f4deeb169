package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.metrics.Metric;
import dev.sightline.metrics.Metric.At;
import dev.sightline.metrics.Metric.Type;
import dev.sightline.metrics.MetricLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the nodes of a cluster show to Prometheus is what docs/metrics.md says, and nothing else.
 */
class MetricsIT {

  /** What is told of viewers who come by TLS. */
  static final String WITH_TLS = "with `http.tls";

  private static final Path PAGE = NodeProcess.HOME.resolve("docs/metrics.md");

  private static final Pattern SERIES = Pattern.compile("([a-z_0-9]+)(?:\\{(.*)})? [^ ]+");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

  /** These are told by one word of a list, which the page has in full. */
  private static final Set<MetricLabel> LISTED =
      EnumSet.of(
          MetricLabel.STATE,
          MetricLabel.PLACE,
          MetricLabel.REASON,
          MetricLabel.RESULT,
          MetricLabel.ROLE);

  @TempDir private static Path directory;

  private static ObservedCluster cluster;

  @BeforeAll
  static void start() {
    cluster = ObservedCluster.start(directory);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void anIngestHasAllThatItShouldAndNothingElse() {
    assertThat(own(cluster.ingest())).isEqualTo(expected(At.INGEST));
  }

  @Test
  void anEdgeHasAllThatItShouldAndNothingElse() {
    assertThat(own(cluster.edges().get(0))).isEqualTo(expected(At.EDGE));
  }

  @Test
  void everySeriesHasTheLabelsThatItShould() {
    Map<String, Metric> byName = new HashMap<>();
    for (Metric metric : Metric.values()) {
      byName.put(metric.exposedName(), metric);
    }
    for (NodeProcess node : cluster.nodes().values()) {
      for (Matcher series : series(node)) {
        Metric metric = byName.get(base(series.group(1)));
        if (metric != null) {
          assertThat(labels(series).keySet())
              .as("labels of %s", series.group())
              .isEqualTo(keys(metric, series.group(1)));
        }
      }
    }
  }

  @Test
  void thePageHasEveryWordThatALabelMaySay() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> listed = LISTED.stream().map(MetricLabel::key).collect(Collectors.toSet());
    for (NodeProcess node : cluster.nodes().values()) {
      for (Matcher series : series(node)) {
        String name = series.group(1);
        labels(series)
            .forEach(
                (key, value) -> {
                  if (name.startsWith("sightline_") && listed.contains(key)) {
                    assertThat(page).as("%s of %s", key, name).contains("`" + value + "`");
                  }
                });
      }
    }
  }

  @Test
  void thePageTellsOfWhatTheJvmAndVertxAdd() throws IOException {
    List<String> families =
        Files.readString(PAGE)
            .lines()
            .dropWhile(line -> !line.startsWith("## Besides"))
            .flatMap(line -> Pattern.compile("`([a-z_]+)\\*?`").matcher(line).results())
            .map(match -> match.group(1))
            .toList();
    assertThat(families).isNotEmpty();
    for (NodeProcess node : cluster.nodes().values()) {
      assertThat(names(node))
          .filteredOn(name -> !name.startsWith("sightline_"))
          .isNotEmpty()
          .allMatch(name -> families.stream().anyMatch(name::startsWith));
    }
  }

  /** But for those that {@link AcmeIT} sees. */
  private static Set<String> expected(At at) {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.at() == at || metric.at() == At.BOTH)
        .filter(metric -> !metric.meaning().contains(WITH_TLS))
        .map(Metric::exposedName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> own(NodeProcess node) {
    return names(node).stream()
        .filter(name -> name.startsWith("sightline_"))
        .map(MetricsIT::base)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(NodeProcess node) {
    return series(node).stream()
        .map(series -> series.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Matcher> series(NodeProcess node) {
    return node.metrics()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(SERIES::matcher)
        .filter(Matcher::matches)
        .toList();
  }

  /** The histogram that a series belongs to, or its own name. */
  private static String base(String name) {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.type() == Type.HISTOGRAM)
        .map(Metric::exposedName)
        .filter(histogram -> name.startsWith(histogram + "_"))
        .findFirst()
        .orElse(name);
  }

  private static Map<String, String> labels(Matcher series) {
    Map<String, String> labels = new HashMap<>();
    if (series.group(2) != null) {
      LABEL
          .matcher(series.group(2))
          .results()
          .forEach(label -> labels.put(label.group(1), label.group(2)));
    }
    return labels;
  }

  private static Set<String> keys(Metric metric, String name) {
    Set<String> keys = metric.labels().stream().map(MetricLabel::key).collect(Collectors.toSet());
    if (name.endsWith("_bucket")) {
      keys.add("le");
    }
    return keys;
  }
}
