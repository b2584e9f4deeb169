package dev.sightline.ingest;

import dev.sightline.node.ConfigReader;
import dev.sightline.node.Secret;
import java.util.Optional;

/** The settings that streams have in common which are sent to the ingest. */
final class ReceivedSettings {

  private static final int LONGEST_SECRET = 256;

  private ReceivedSettings() {}

  /**
   * Notes a URL that says more than that.
   *
   * @param whole all that it can be, such as {@code push:}
   * @param why what there is to know instead
   */
  static void refuseMoreThan(String whole, String why, ConfigReader section) {
    if (section.value("url", url -> url).filter(url -> !url.equalsIgnoreCase(whole)).isPresent()) {
      section.problem("url", "must be just %s %s".formatted(whole, why));
    }
  }

  /** What is to be shown; an empty one, as of a variable that isn't set, would let anybody in. */
  static Optional<Secret> secret(ConfigReader section) {
    Optional<Secret> secret = section.secret("secret");
    int length = secret.map(given -> given.value().length()).orElse(1);
    if (length < 1 || length > LONGEST_SECRET) {
      section.problem("secret", "must have 1 to %d characters".formatted(LONGEST_SECRET));
    }
    return secret;
  }
}
