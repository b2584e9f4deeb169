package dev.sightline.containers;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What viewers saw of a fault.
 *
 * @param viewers how many there were
 * @param silence the longest time that one of them had no frame
 * @param ended connections that ended
 * @param refused attempts to come back that failed
 * @param corrupt frames that weren't what the camera sent
 * @param oldest age of the oldest frame on its arrival
 */
record Sight(
    String fault,
    int viewers,
    Duration silence,
    int ended,
    int refused,
    long corrupt,
    Duration oldest) {

  private static final String HEAD =
      """
      | fault | viewers | longest silence | let go | refused | broken frames | oldest frame |
      |---|---|---|---|---|---|---|
      """;

  static String table(List<Sight> sights) {
    return HEAD + sights.stream().map(Sight::row).collect(Collectors.joining("\n"));
  }

  /** A line of the table. */
  String row() {
    return "| %s | %d | %s | %d | %d | %d | %s |"
        .formatted(fault, viewers, seconds(silence), ended, refused, corrupt, seconds(oldest));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1_000.0);
  }
}
