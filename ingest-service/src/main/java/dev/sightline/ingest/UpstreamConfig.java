package dev.sightline.ingest;

import dev.sightline.bus.StreamDirectory;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.PlaceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another cluster whose streams appear here.
 *
 * @param name in configuration the name of its section
 * @param dial how it is reached
 * @param names which of its streams are taken, and what they are called here
 */
record UpstreamConfig(String name, DialConfig dial, RemoteNames names) {

  static final int MOST = 100;

  /** All of them, in the order of the file. */
  static List<UpstreamConfig> read(ConfigReader config) {
    Optional<String> region = PlaceName.region(config);
    List<UpstreamConfig> upstreams = new ArrayList<>();
    config
        .sections("upstreams", "url")
        .forEach(
            (name, section) -> {
              PlaceName.check(name, section);
              RemoteNames names =
                  RemoteNames.read(
                      "upstream " + name, section, region, StreamDirectory.MAX_STREAMS_PER_NODE);
              DialConfig.read(section, "url", "/downlink")
                  .map(dial -> new UpstreamConfig(name, dial, names))
                  .ifPresent(upstreams::add);
            });
    if (!upstreams.isEmpty() && region.isEmpty() && !config.isSet("region")) {
      config.problem(
          "region",
          "is missing; with upstreams this cluster needs a name, so that streams which come back"
              + " to it are noticed");
    }
    if (upstreams.size() > MOST) {
      config.problem("upstreams", "are more than %d".formatted(MOST));
    }
    return upstreams;
  }
}
