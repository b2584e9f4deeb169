package dev.sightline.node;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a node finds the others and is found by them.
 *
 * @param join nodes to ask, or one DNS name that has them all; a list may name this node itself
 * @param host the address under which the others reach this node; when empty the node finds it out
 * @param port Hazelcast's; when it is taken, the next free one
 * @param busPort the event bus's, on which the pictures travel; when it is taken, the next free one
 * @param outDegree edges that an ingest, or an edge, gives one stream to; 0 for all of them from
 *     the ingest
 * @param tls what the event bus is kept from strangers by
 * @param secret nodes with another one are another cluster
 */
public record ClusterConfig(
    List<JoinTarget> join,
    Optional<String> host,
    int port,
    int busPort,
    int outDegree,
    Optional<BusTlsFiles> tls,
    Optional<Secret> secret) {

  public static final ClusterConfig DEFAULT =
      new ClusterConfig(
          List.of(new JoinTarget(false, "127.0.0.1", OptionalInt.empty())),
          Optional.empty(),
          5701,
          5702);

  /** More would be no tree. */
  private static final int MOST_OUT_DEGREE = 1_000;

  private static final int OUT_DEGREE = 16;

  public ClusterConfig {
    join = List.copyOf(join);
  }

  /** Without TLS and without a secret. */
  public ClusterConfig(List<JoinTarget> join, Optional<String> host, int port, int busPort) {
    this(join, host, port, busPort, OUT_DEGREE, Optional.empty(), Optional.empty());
  }

  public static ClusterConfig read(ConfigReader config) {
    ConfigReader cluster = config.section("cluster");
    List<JoinTarget> join = cluster.list("join", DEFAULT.join, JoinTarget::parse);
    if (join.size() > 1 && join.stream().anyMatch(JoinTarget::dns)) {
      cluster.problem("join", "must be a single dns:NAME or a list without any");
    }
    return new ClusterConfig(
        join,
        cluster.string("host"),
        cluster.integer("port", DEFAULT.port, 1, Ports.HIGHEST),
        cluster.integer("bus-port", DEFAULT.busPort, 1, Ports.HIGHEST),
        cluster.integer("out-degree", OUT_DEGREE, 0, MOST_OUT_DEGREE),
        BusTlsFiles.read(cluster),
        secret(cluster));
  }

  private static Optional<Secret> secret(ConfigReader cluster) {
    Optional<Secret> secret = cluster.secret("secret");
    if (secret.isPresent() && secret.get().value().isBlank()) {
      cluster.problem("secret", "must not be empty");
    }
    return secret;
  }

  /** The name to look up when nodes are found by DNS. */
  Optional<String> dnsName() {
    return join.stream().filter(JoinTarget::dns).map(JoinTarget::host).findFirst();
  }
}
