package dev.sightline.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What values.yaml tells of its values: a comment that begins with {@code --} is about the key
 * below it, in the notation of helm-docs.
 */
final class ValuesFile {

  /** One value. */
  record Row(String key, JsonNode standard, String meaning) {}

  private static final Pattern COMMENT = Pattern.compile(" *# -- (.*)");
  private static final Pattern KEY = Pattern.compile("( *)([\\w.-]+):.*");
  private static final int INDENT = 2;

  private ValuesFile() {}

  /** The values that have a comment, in the order of the file. */
  static List<Row> rows(String text) {
    JsonNode values = Yaml.parse(text);
    Map<Integer, String> path = new LinkedHashMap<>();
    List<Row> rows = new ArrayList<>();
    String meaning = null;
    for (String line : text.lines().toList()) {
      Matcher comment = COMMENT.matcher(line);
      Matcher key = KEY.matcher(line);
      if (comment.matches()) {
        meaning = comment.group(1);
      } else if (key.matches()) {
        int depth = key.group(1).length() / INDENT;
        path.keySet().removeIf(deeper -> deeper >= depth);
        path.put(depth, key.group(2));
        if (meaning != null) {
          String name = String.join(".", path.values());
          rows.add(new Row(name, values.at("/" + String.join("/", path.values())), meaning));
          meaning = null;
        }
      }
    }
    return rows;
  }

  /** The rows as a table of Markdown. */
  static String table(List<Row> rows) {
    StringBuilder table = new StringBuilder("| value | unless set | what it is |\n|---|---|---|\n");
    for (Row row : rows) {
      table.append(
          "| `%s` | `%s` | %s |%n"
              .formatted(row.key, row.standard, row.meaning.replace("|", "\\|")));
    }
    return table.toString();
  }
}
