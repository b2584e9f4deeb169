package dev.sightline.node;

import dev.sightline.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Nodes of a test that look for each other on ports of their own. */
final class TestNodes {

  private TestNodes() {}

  static RelayNode start(ClusterConfig cluster) throws StartException {
    ManagementConfig none = new ManagementConfig("127.0.0.1", OptionalInt.empty());
    return RelayNode.start(
        new NodeConfig(Role.EDGE, none, Optional.of(cluster), LogConfig.DEFAULT));
  }

  /** All nodes of one configuration find each other: they take the next ports. */
  static ClusterConfig onFreePorts() {
    int port = FreePort.onLoopback();
    return new ClusterConfig(List.of(JoinTarget.parse("127.0.0.1")), Optional.empty(), port, port);
  }

  static ClusterConfig withTls(ClusterConfig config, BusTlsFiles files) {
    return new ClusterConfig(
        config.join(),
        config.host(),
        config.port(),
        config.busPort(),
        config.outDegree(),
        Optional.of(files),
        config.secret());
  }

  /** The names of a node's three files. */
  static BusTlsFiles files(Path directory) {
    return new BusTlsFiles(
        directory.resolve("node.pem"), directory.resolve("node.key"), directory.resolve("ca.pem"));
  }

  static BusTlsFiles write(Path directory, String cert, String key, String ca) throws IOException {
    Files.createDirectories(directory);
    BusTlsFiles files = files(directory);
    Files.writeString(files.cert(), cert);
    Files.writeString(files.key(), key);
    Files.writeString(files.ca(), ca);
    return files;
  }
}
