package dev.sightline.ingest;

import dev.sightline.node.Bitrate;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.Role;
import java.util.Optional;
import java.util.Set;

/**
 * All that a site wants to know.
 *
 * @param http where pictures and MPEG-TS are sent to it; nowhere unless something is to be sent
 * @param dial the cluster that it dials
 * @param most what it sends there at most
 */
record SiteConfig(
    NodeConfig node,
    Optional<HttpConfig> http,
    IngestConfig ingest,
    Optional<DialConfig> dial,
    Bitrate most) {

  /** The sections that may change while it runs. */
  static final Set<String> LIVE = Set.of("cameras", "ingest");

  private static final String HERE = "127.0.0.1";

  static SiteConfig read(ConfigReader reader) {
    IngestConfig ingest = IngestConfig.read(reader);
    if (!ingest.uplinks().isEmpty() || !ingest.upstreams().isEmpty()) {
      reader.problem("uplinks", "and upstreams are for an ingest of a cluster, not for a site");
    }
    if (ingest.cameras().isEmpty()) {
      reader.problem("cameras", "are missing; name them with --camera or --config");
    }
    ConfigReader site = reader.section("site");
    return new SiteConfig(
        NodeConfig.read(reader, Role.SITE),
        http(reader, ingest),
        ingest.withinReach(),
        DialConfig.read(site, "to", "/uplink"),
        site.value("max-bitrate", Bitrate::parse).orElse(Bitrate.OFF));
  }

  /** Whoever sends something to a site is on the same machine, unless it says otherwise. */
  private static Optional<HttpConfig> http(ConfigReader reader, IngestConfig ingest) {
    HttpConfig http = HttpConfig.read(reader);
    boolean isSentTo = ingest.cameras().stream().anyMatch(ArrivingConfig.class::isInstance);
    if (!isSentTo) {
      return Optional.empty();
    }
    String host = reader.section("http").isSet("host") ? http.host() : HERE;
    return Optional.of(new HttpConfig(host, http.port()));
  }
}
