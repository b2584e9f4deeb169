package dev.sightline.edge;

import dev.sightline.metrics.LinkMetrics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The other clusters that may take streams here, one list for all event loops. Any thread. */
final class Takers {

  private final Map<String, Taker> takers = new LinkedHashMap<>();

  Takers(List<DownlinkConfig> configured, LinkMetrics metrics) {
    configured.forEach(config -> takers.put(config.name(), new Taker(config.name(), metrics)));
  }

  Taker of(DownlinkConfig config) {
    return takers.get(config.name());
  }

  /** In the order of the configuration. */
  Collection<Taker> all() {
    return takers.values();
  }
}
