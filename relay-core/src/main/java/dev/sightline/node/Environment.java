package dev.sightline.node;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process's variables, in their two uses: {@code SIGHTLINE_HTTP_PORT} sets {@code http.port},
 * and {@code ${NAME}} inside a value of the file stands for the variable {@code NAME}.
 */
final class Environment {

  private static final String PREFIX = "SIGHTLINE_";

  /** Read by the launch script. */
  private static final String JAVA_OPTS = PREFIX + "JAVA_OPTS";

  /**
   * Kubernetes gives every pod such variables for each Service of its namespace, and a Service may
   * well be called {@code sightline} or {@code sightline-edge}.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_SERVICE_(HOST|PORT)(_.*)?|.*_PORT_\\d+_(TCP|UDP|SCTP)(_.*)?");

  private static final Pattern SERVICE_LINK_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

  /** {@code ${NAME}}; a second dollar sign in front keeps the text as it is. */
  private static final Pattern REFERENCE = Pattern.compile("\\$(\\$?)\\{([^}]*)}");

  private final Map<String, String> variables;

  Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  static String variableFor(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The variable that sets {@code key}; an empty one counts as not set. */
  Optional<Setting> find(String key) {
    String name = variableFor(key);
    return Optional.ofNullable(variables.get(name))
        .filter(value -> !value.isEmpty() && !isServiceLink(name, value))
        .map(value -> new Setting("%s (%s)".formatted(name, key), value));
  }

  /** Names of all variables that mean to set something here. */
  SortedSet<String> settings() {
    SortedSet<String> names = new TreeSet<>();
    variables.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !name.equals(JAVA_OPTS) && !isServiceLink(name, value)) {
            names.add(name);
          }
        });
    return names;
  }

  /**
   * {@code text} with its references replaced.
   *
   * @throws IllegalArgumentException with a sentence that names the missing variable and no value
   */
  String expand(String text) {
    return REFERENCE.matcher(text).replaceAll(this::replacement);
  }

  /** The values of all variables that {@code text} refers to and that there are. */
  List<String> referredTo(String text) {
    return REFERENCE
        .matcher(text)
        .results()
        .filter(reference -> reference.group(1).isEmpty())
        .flatMap(reference -> Optional.ofNullable(variables.get(reference.group(2))).stream())
        .toList();
  }

  private String replacement(MatchResult reference) {
    if (!reference.group(1).isEmpty()) {
      return Matcher.quoteReplacement(reference.group().substring(1));
    }
    String name = reference.group(2);
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "needs the environment variable %s, which is not set".formatted(name));
    }
    return Matcher.quoteReplacement(value);
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches() || SERVICE_LINK_VALUE.matcher(value).matches();
  }
}
