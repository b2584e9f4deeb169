package dev.sightline.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings given on the command line, each under its configuration key with the flag it came by.
 */
public final class Flags {

  private record Given(String flag, String text) {}

  private final Map<String, Given> settings = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * Notes {@code value} for {@code key}; nothing happens when the flag was not given (null), and a
   * second value for a key is a mistake.
   */
  public Flags put(String key, String flag, Object value) {
    if (value != null) {
      Given before = settings.put(key, new Given(flag, value.toString()));
      if (before != null) {
        problem("%s: %s is already set by %s".formatted(flag, key, before.flag));
      }
    }
    return this;
  }

  /** Notes a mistake; {@code sentence} names the flag and shows no secret. */
  public void problem(String sentence) {
    problems.add(sentence);
  }

  Optional<Setting> find(String key) {
    return Optional.ofNullable(settings.get(key))
        .map(given -> new Setting("%s (%s)".formatted(given.flag, key), given.text));
  }

  Set<String> keys() {
    return settings.keySet();
  }

  List<String> problems() {
    return problems;
  }
}
