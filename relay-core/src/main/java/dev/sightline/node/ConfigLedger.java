package dev.sightline.node;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the sections of one configuration find out together: which keys exist, and what is wrong.
 */
final class ConfigLedger {

  private final SortedSet<String> keys = new TreeSet<>();
  private final SortedMap<String, String> texts = new TreeMap<>();
  private final Map<String, SortedSet<String>> namesBySection = new HashMap<>();
  private final Set<String> problems = new LinkedHashSet<>();
  private final PrivateFiles privateFiles = new PrivateFiles();

  /** A setting of {@code section} was asked for; the top has the empty name. */
  void asked(String section, String name) {
    keys.add(key(section, name));
    knows(section, name);
  }

  /** A setting was found to be set, to what {@code text} says before it is given its type. */
  void found(String key, String text) {
    texts.put(key, text);
  }

  /** A section below {@code section} was looked into. */
  void knows(String section, String name) {
    namesBySection.computeIfAbsent(section, s -> new TreeSet<>()).add(name);
  }

  static String key(String section, String name) {
    return section.isEmpty() ? name : section + "." + name;
  }

  void problem(String sentence) {
    problems.add(sentence);
  }

  PrivateFiles privateFiles() {
    return privateFiles;
  }

  Set<String> keys() {
    return new TreeSet<>(keys);
  }

  /** What is set, each as it was written. */
  SortedMap<String, String> texts() {
    return new TreeMap<>(texts);
  }

  void finish(JsonObject file, Environment environment) throws ConfigException {
    refuseUnknown("", file);
    refuseUnknown(environment);
    if (!problems.isEmpty()) {
      throw new ConfigException(new ArrayList<>(problems));
    }
  }

  private void refuseUnknown(String section, JsonObject settings) {
    SortedSet<String> known =
        section.isEmpty() ? new TreeSet<>(ConfigReader.SECTIONS) : namesBySection.get(section);
    for (String name : settings.fieldNames()) {
      String key = key(section, name);
      if (!known.contains(name)) {
        problem(unknown(section, name, known));
      } else if (settings.getValue(name) instanceof JsonObject child && isRead(key)) {
        refuseUnknown(key, child);
      }
    }
  }

  private static String unknown(String section, String name, SortedSet<String> known) {
    String key = key(section, name);
    return NearestName.to(name, known)
        .map(meant -> "%s is not a setting; did you mean %s?".formatted(key, key(section, meant)))
        .orElse("%s is not a setting; known here: %s".formatted(key, String.join(", ", known)));
  }

  private void refuseUnknown(Environment environment) {
    List<String> known = keys.stream().map(Environment::variableFor).toList();
    for (String name : environment.settings()) {
      if (!known.contains(name) && !belongsToAnotherRole(name)) {
        problem(unknownVariable(name, known));
      }
    }
  }

  private static String unknownVariable(String name, List<String> known) {
    return NearestName.to(name, known)
        .map(meant -> "%s is not a setting; did you mean %s?".formatted(name, meant))
        .orElse(name + " is not a setting");
  }

  private boolean belongsToAnotherRole(String variable) {
    return ConfigReader.SECTIONS.stream()
        .filter(section -> !isRead(section))
        .anyMatch(section -> variable.startsWith(Environment.variableFor(section) + "_"));
  }

  private boolean isRead(String section) {
    return namesBySection.containsKey(section);
  }
}
