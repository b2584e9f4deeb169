package dev.sightline.standalone;

import dev.sightline.edge.EdgeConfig;
import dev.sightline.ingest.IngestConfig;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.Role;

/** All that both roles in one process want to know. */
record StandaloneConfig(NodeConfig node, HttpConfig http, IngestConfig ingest, EdgeConfig edge) {

  static StandaloneConfig read(ConfigReader reader) {
    return new StandaloneConfig(
        NodeConfig.read(reader, Role.STANDALONE),
        HttpConfig.read(reader),
        IngestConfig.read(reader),
        EdgeConfig.read(reader));
  }
}
