package dev.sightline.k8s;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code kubectl apply -k k8s/} applies, made of what the chart renders. */
final class Manifests {

  private static final Pattern SOURCE =
      Pattern.compile("^---\\n# Source: sightline/templates/(.*)\\.yaml\\n", Pattern.MULTILINE);

  /** Labels by which Helm knows its own. */
  private static final Pattern OF_HELM =
      Pattern.compile(
          "^ *(helm\\.sh/chart|app\\.kubernetes\\.io/managed-by): .*\\n", Pattern.MULTILINE);

  private static final Pattern EMPTY_LINES = Pattern.compile("^\\s*\\n", Pattern.MULTILINE);

  private Manifests() {}

  /** The files' contents by their names, a file for each template. */
  static SortedMap<String, String> of(Install install) {
    SortedMap<String, String> files = new TreeMap<>();
    String text = install.text();
    Matcher source = SOURCE.matcher(text);
    boolean found = source.find();
    while (found) {
      String name = source.group(1).replace('/', '-') + ".yaml";
      int begin = source.end();
      found = source.find();
      String object = text.substring(begin, found ? source.start() : text.length());
      files.merge(name, plain(object), (one, other) -> one + "---\n" + other);
    }
    return files;
  }

  private static String plain(String object) {
    String withoutHelm = OF_HELM.matcher(object).replaceAll("");
    return EMPTY_LINES.matcher(withoutHelm).replaceAll("");
  }
}
