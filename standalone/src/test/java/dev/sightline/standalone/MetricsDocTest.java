package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.metrics.Metric;
import dev.sightline.metrics.MetricLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/metrics.md says is what the code has; what a test names it prints, to be copied. */
class MetricsDocTest {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern NAME = Pattern.compile("\\bsightline_[a-z_]+");

  @Test
  void theTableHasEveryMetricWithItsUnitAndLabels() throws IOException {
    List<String> expected = Arrays.stream(Metric.values()).map(MetricsDocTest::row).toList();

    assertThat(rows("metric | type")).containsExactlyElementsOf(expected);
  }

  @Test
  void everyLabelHasItsBound() throws IOException {
    List<String> expected =
        Arrays.stream(MetricLabel.values())
            .map(label -> "| `%s` | %s |".formatted(label.key(), label.bound()))
            .toList();

    assertThat(rows("label | values")).containsExactlyElementsOf(expected);
  }

  @Test
  void noPageNamesAMetricThatDoesNotExist() throws IOException {
    List<String> known =
        Arrays.stream(Metric.values()).flatMap(MetricsDocTest::exposedNames).toList();
    List<Path> pages;
    try (var docs = Files.list(HOME.resolve("docs"))) {
      pages = docs.filter(page -> page.toString().endsWith(".md")).toList();
    }

    assertThat(pages).isNotEmpty();
    for (Path page : pages) {
      Matcher names = NAME.matcher(Files.readString(page));
      assertThat(names.results().map(match -> match.group()).toList())
          .as("metrics named in %s", page.getFileName())
          .isSubsetOf(known);
    }
  }

  private static Stream<String> exposedNames(Metric metric) {
    String name = metric.exposedName();
    return metric.type() == Metric.Type.HISTOGRAM
        ? Stream.of(name, name + "_bucket", name + "_count", name + "_sum", name + "_max")
        : Stream.of(name);
  }

  private static String row(Metric metric) {
    String labels =
        metric.labels().stream()
            .map(label -> "`" + label.key() + "`")
            .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s | %s | %s |"
        .formatted(
            metric.exposedName(),
            metric.type().name().toLowerCase(Locale.ROOT),
            metric.unit(),
            labels,
            metric.at().name().toLowerCase(Locale.ROOT),
            metric.meaning());
  }

  /** Those of the table whose head begins like this. */
  private static List<String> rows(String head) throws IOException {
    return Files.readString(HOME.resolve("docs/metrics.md"))
        .lines()
        .dropWhile(line -> !line.startsWith("| " + head))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }
}
