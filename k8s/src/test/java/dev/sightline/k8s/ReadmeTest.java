package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether values.yaml, its schema and the chart's README tell of the same values. */
class ReadmeTest {

  private static final Path README = Chart.HOME.resolve("README.md");

  private static final Pattern TABLE =
      Pattern.compile("(?s)(?<=<!-- values -->\\n).*(?=<!-- end of values -->)");

  /** Helm's own, for charts of charts. */
  private static final String GLOBAL = "global";

  private final JsonNode schema = Chart.yaml("values.schema.json");
  private final List<ValuesFile.Row> rows = ValuesFile.rows(Chart.text(Chart.DEFAULTS));
  private final Set<String> documented =
      rows.stream().map(ValuesFile.Row::key).collect(Collectors.toCollection(TreeSet::new));

  @Test
  void itsTableIsMadeOfTheComments() throws IOException {
    String readme = Yaml.text(README);
    assertThat(readme).containsPattern(TABLE);
    String table = "\n" + ValuesFile.table(rows) + "\n";
    String upToDate = TABLE.matcher(readme).replaceFirst(Matcher.quoteReplacement(table));
    if (Update.isAskedFor()) {
      Files.writeString(README, upToDate);
    }
    Update.check(Map.of(README, upToDate));
  }

  @Test
  void everyValueHasAComment() {
    List<String> values = new ArrayList<>();
    leaves("", Chart.yaml(Chart.DEFAULTS), values);
    assertThat(values).hasSizeGreaterThan(50).allMatch(this::isDocumented);
  }

  @Test
  void noValueHasTwoComments() {
    assertThat(rows).extracting(ValuesFile.Row::key).doesNotHaveDuplicates();
  }

  @Test
  void everyValueIsInTheSchema() {
    assertThat(documented).allMatch(key -> !inSchema(key).isMissingNode());
  }

  @Test
  void everythingInTheSchemaIsAValue() {
    List<String> keys = new ArrayList<>();
    properties("", schema, keys);
    assertThat(keys)
        .contains("edge.autoscaling.kind")
        .allMatch(key -> key.equals(GLOBAL) || isDocumented(key));
  }

  @Test
  void theSchemaKnowsNothingBesides() {
    List<String> open = new ArrayList<>();
    closed("", schema, open);
    assertThat(open).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.sightline.k8s.Chart#valuesFiles")
  void theSchemaTakesTheValues(String file) {
    assertThat(SchemaFile.of(schema).problems(Chart.yaml(file))).isEmpty();
  }

  private boolean isDocumented(String key) {
    return documented.stream().anyMatch(known -> key.equals(known) || key.startsWith(known + "."));
  }

  private JsonNode inSchema(String key) {
    JsonNode node = schema;
    for (String name : key.split("\\.")) {
      node = node.path("properties").path(name);
    }
    return node;
  }

  /** The values without further ones below. */
  private static void leaves(String path, JsonNode node, List<String> leaves) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(entry -> leaves(path + entry.getKey() + ".", entry.getValue(), leaves));
    } else {
      leaves.add(path.substring(0, path.length() - 1));
    }
  }

  private static void properties(String path, JsonNode node, List<String> keys) {
    node.path("properties")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().has("properties")) {
                properties(path + entry.getKey() + ".", entry.getValue(), keys);
              } else {
                keys.add(path + entry.getKey());
              }
            });
  }

  /** Collects what has properties and takes others too. */
  private static void closed(String path, JsonNode node, List<String> open) {
    if (node.has("properties") && node.path("additionalProperties").asBoolean(true)) {
      open.add(path);
    }
    node.path("properties")
        .properties()
        .forEach(entry -> closed(path + "/" + entry.getKey(), entry.getValue(), open));
  }
}
