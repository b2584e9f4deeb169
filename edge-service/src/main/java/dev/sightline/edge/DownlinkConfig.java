package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import dev.sightline.node.BearerToken;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.PlaceName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Another cluster that may take streams of this one.
 *
 * @param name in configuration the name of its section
 * @param token what it has to show, which no other one has
 * @param streams the only ones that it may take; all of them when empty
 */
record DownlinkConfig(String name, BearerToken token, List<StreamId> streams) {

  static final int MOST = 100;

  DownlinkConfig {
    streams = List.copyOf(streams);
  }

  /** All of them, in the order of the file. */
  static List<DownlinkConfig> read(ConfigReader config) {
    List<DownlinkConfig> downlinks = new ArrayList<>();
    Set<String> tokens = new HashSet<>();
    config
        .sections("downlinks", "token")
        .forEach((name, section) -> read(name, section, tokens).ifPresent(downlinks::add));
    if (downlinks.size() > MOST) {
      config.problem("downlinks", "are more than %d".formatted(MOST));
    }
    return downlinks;
  }

  private static Optional<DownlinkConfig> read(
      String name, ConfigReader section, Set<String> tokens) {
    PlaceName.check(name, section);
    List<StreamId> streams = section.list("streams", List.of(), StreamId::new);
    return BearerToken.read(section, tokens).map(token -> new DownlinkConfig(name, token, streams));
  }

  boolean allows(StreamId stream) {
    return streams.isEmpty() || streams.contains(stream);
  }
}
