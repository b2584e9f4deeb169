package dev.sightline.node;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What one look at the configuration has found; two that found the same are equal.
 *
 * @param config all that was asked for; null when the file can't be read at all
 * @param fixed what is set and needs a restart to change, by key, each as it was written
 * @param problems every mistake; none if this can be taken
 */
record ConfigReading<T>(T config, SortedMap<String, String> fixed, List<String> problems) {

  /**
   * @param live the sections that can change while the program runs
   */
  static <T> ConfigReading<T> of(
      ConfigSources sources, Set<String> live, Function<ConfigReader, T> parts) {
    ConfigReader reader = new ConfigReader(sources);
    T config = parts.apply(reader);
    return new ConfigReading<>(config, reader.settings(live), problemsOf(reader));
  }

  private static List<String> problemsOf(ConfigReader reader) {
    try {
      reader.finish();
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }

  /** Nothing could be read, for this reason. */
  static <T> ConfigReading<T> failed(Throwable failure) {
    List<String> problems =
        failure instanceof ConfigException known
            ? known.problems()
            : List.of("reading it failed (%s)".formatted(failure.getClass().getSimpleName()));
    return new ConfigReading<>(null, new TreeMap<>(), problems);
  }

  /** What was written may be secret. */
  @Override
  public String toString() {
    return "ConfigReading" + problems;
  }

  boolean isRefused() {
    return !problems.isEmpty();
  }

  /** The settings that need a restart and are not what they are in {@code other}. */
  List<String> fixedUnlike(ConfigReading<T> other) {
    SortedMap<String, String> all = new TreeMap<>(fixed);
    all.putAll(other.fixed);
    all.keySet()
        .removeIf(key -> fixed.getOrDefault(key, "").equals(other.fixed.getOrDefault(key, "")));
    return List.copyOf(all.keySet());
  }
}
