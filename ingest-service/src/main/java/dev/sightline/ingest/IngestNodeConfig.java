package dev.sightline.ingest;

import dev.sightline.node.ConfigReader;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.Role;

/** All that an ingest by itself wants to know. */
record IngestNodeConfig(NodeConfig node, HttpConfig http, IngestConfig ingest) {

  static IngestNodeConfig read(ConfigReader reader) {
    return new IngestNodeConfig(
        NodeConfig.read(reader, Role.INGEST),
        HttpConfig.read(reader),
        IngestConfig.read(reader).withinReach());
  }
}
