package dev.sightline.node;

import java.util.regex.Pattern;

/** Settings that make a secret of the configuration file they stand in. */
final class Indiscreet {

  private static final Pattern NAME =
      Pattern.compile("(?i).*(auth|key|token|secret|passw|cookie|session).*");

  private static final Pattern NAME_OF_NONE = Pattern.compile(".*-file|authentication");

  private static final Pattern URL_WITH_PASSWORD = Pattern.compile(".*//\\S*:\\S*@.*");

  private Indiscreet() {}

  /**
   * @param key the setting's own name
   * @param text as the file has it
   */
  static boolean is(String key, String text) {
    boolean isNamedSo = NAME.matcher(key).matches() && !NAME_OF_NONE.matcher(key).matches();
    boolean isElsewhere = text.isEmpty() || text.contains("${");
    return !isElsewhere && (isNamedSo || URL_WITH_PASSWORD.matcher(text).matches());
  }
}
