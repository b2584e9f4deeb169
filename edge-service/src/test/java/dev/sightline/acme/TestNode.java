package dev.sightline.acme;

import dev.sightline.bus.RelayBus;
import dev.sightline.node.ClusterConfig;
import dev.sightline.node.JoinTarget;
import dev.sightline.node.LogConfig;
import dev.sightline.node.ManagementConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.RelayNode;
import dev.sightline.node.Role;
import dev.sightline.node.StartException;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.FreePort;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A node of a cluster of this machine. */
record TestNode(RelayNode node, RelayBus bus) implements AutoCloseable {

  /** All nodes of one configuration find each other. */
  static ClusterConfig onFreePorts() {
    int port = FreePort.onLoopback();
    return new ClusterConfig(List.of(JoinTarget.parse("127.0.0.1")), Optional.empty(), port, port);
  }

  static TestNode join(ClusterConfig cluster) {
    ManagementConfig none = new ManagementConfig("127.0.0.1", OptionalInt.empty());
    try {
      RelayNode node =
          RelayNode.start(new NodeConfig(Role.EDGE, none, Optional.of(cluster), LogConfig.DEFAULT));
      return new TestNode(node, Await.result(RelayBus.start(node.vertx(), node.metrics())));
    } catch (StartException e) {
      throw new IllegalStateException(e);
    }
  }

  Vertx vertx() {
    return node.vertx();
  }

  MeterRegistry registry() {
    return node.registry();
  }

  @Override
  public void close() {
    node.close();
  }
}
