package dev.sightline.testkit.cameras;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The three sections of a camera's file: what it is, what it sends, what is to be found. */
final class CameraFile {

  private static final Pattern SECTIONS =
      Pattern.compile("(.*?)^response:\n(.*?)^expect:\n(.*)", Pattern.DOTALL | Pattern.MULTILINE);

  /** The blank line that ends the head. */
  private static final Pattern END_OF_HEAD = Pattern.compile("^[¶␊]\n", Pattern.MULTILINE);

  private CameraFile() {}

  static RecordedCamera parse(String name, String text) {
    Matcher sections = SECTIONS.matcher(text);
    if (!sections.matches()) {
      throw new IllegalArgumentException("a camera has the sections 'response:' and 'expect:'");
    }
    Map<String, String> about = fields(sections.group(1));
    Map<String, String> expected = fields(sections.group(3));
    String response = sections.group(2);
    Matcher endOfHead = END_OF_HEAD.matcher(response);
    if (!endOfHead.find()) {
      throw new IllegalArgumentException("the response's head has no end");
    }
    ResponseTemplate head = ResponseTemplate.of(response.substring(0, endOfHead.end()));
    ResponseTemplate body = ResponseTemplate.of(response.substring(endOfHead.end()));
    need(about, "trap");
    need(about, "source");
    return new RecordedCamera(
        name,
        need(about, "family"),
        need(about, "request"),
        head.wire(),
        body.wire(),
        body.body(),
        need(expected, "format"),
        list(need(expected, "pictures")).stream().map(SamplePicture::named).toList(),
        list(expected.getOrDefault("others", "")),
        new TreeSet<>(list(need(expected, "quirks"))));
  }

  private static Map<String, String> fields(String section) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : section.split("\n")) {
      if (!line.isBlank()) {
        int colon = line.indexOf(": ");
        if (colon < 0 || fields.put(line.substring(0, colon), line.substring(colon + 2)) != null) {
          throw new IllegalArgumentException("'" + line + "' is no field, or comes twice");
        }
      }
    }
    return fields;
  }

  private static String need(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the field '" + name + "' is missing");
    }
    return value;
  }

  private static List<String> list(String value) {
    boolean isNone = value.isBlank() || value.strip().equals("none");
    return isNone ? List.of() : Arrays.stream(value.split(",")).map(String::strip).toList();
  }
}
