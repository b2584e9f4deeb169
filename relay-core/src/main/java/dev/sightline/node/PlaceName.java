package dev.sightline.node;

import java.util.Optional;
import java.util.regex.Pattern;

/** What sites, upstreams and regions are called: for people, and as a metric's label. */
public final class PlaceName {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  private PlaceName() {}

  /**
   * @throws IllegalArgumentException with the rest of a sentence about it
   */
  public static String parse(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be 1 to 63 of a-z, 0-9, '-' and '_', starting with a letter or digit, not '%s'"
              .formatted(text));
    }
    return text;
  }

  /** This cluster's name among others, if it has one. */
  public static Optional<String> region(ConfigReader config) {
    return config.value("region", PlaceName::parse);
  }

  /** The same of a section's own name. */
  public static void check(String name, ConfigReader section) {
    if (!NAME.matcher(name).matches()) {
      section.remark(
          "this name must be 1 to 63 of a-z, 0-9, '-' and '_', starting with a letter or digit");
    }
  }
}
