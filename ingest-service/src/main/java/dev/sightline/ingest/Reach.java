package dev.sightline.ingest;

import dev.sightline.node.ConfigReader;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a camera can be reached from, or what an ingest can reach: labels that the user makes up,
 * such as names of sites.
 *
 * @param labels none for a camera that every ingest can reach
 */
record Reach(Set<String> labels) {

  static final Reach ANYWHERE = new Reach(Set.of());

  private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  Reach {
    labels = Collections.unmodifiableSet(new LinkedHashSet<>(labels));
  }

  /** The labels that a section names, or the only one. */
  static Reach read(ConfigReader section) {
    return new Reach(new LinkedHashSet<>(section.list("reach", List.of(), Reach::label)));
  }

  private static String label(String text) {
    if (!LABEL.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must name labels of 1 to 63 of a-z, 0-9, '-' and '_', starting with a letter or digit,"
              + " not '%s'".formatted(text));
    }
    return text;
  }

  /** Whether an ingest that reaches {@code others} can reach the camera that has these labels. */
  boolean isWithin(Reach others) {
    return labels.isEmpty() || !Collections.disjoint(labels, others.labels);
  }

  @Override
  public String toString() {
    return String.join(", ", labels);
  }
}
