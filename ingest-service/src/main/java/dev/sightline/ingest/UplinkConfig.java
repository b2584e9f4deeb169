package dev.sightline.ingest;

import dev.sightline.node.BearerToken;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.PlaceName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A site that may dial in.
 *
 * @param name in configuration the name of its section
 * @param token what it has to show, which no other one has
 * @param names which streams it may bring, and what they are called here
 */
record UplinkConfig(String name, BearerToken token, RemoteNames names) {

  static final int MOST = 1_000;

  /** All of them, in the order of the file. */
  static List<UplinkConfig> read(ConfigReader config) {
    List<UplinkConfig> uplinks = new ArrayList<>();
    Set<String> tokens = new HashSet<>();
    config
        .sections("uplinks", "token")
        .forEach((name, section) -> read(name, section, tokens).ifPresent(uplinks::add));
    if (uplinks.size() > MOST) {
      config.problem("uplinks", "are more than %d".formatted(MOST));
    }
    return uplinks;
  }

  private static Optional<UplinkConfig> read(
      String name, ConfigReader section, Set<String> tokens) {
    PlaceName.check(name, section);
    RemoteNames names =
        RemoteNames.read("site " + name, section, Optional.empty(), RemotePlace.MOST_OF_A_SITE);
    return BearerToken.read(section, tokens).map(token -> new UplinkConfig(name, token, names));
  }
}
