package dev.sightline.node;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Hazelcast's settings for a cluster of nodes that come and go, in which a dead one must be noticed
 * within seconds.
 */
final class HazelcastConfig {

  /** How long the departure of a node waits for its data to reach the others. */
  static final int GRACEFUL_SHUTDOWN_SECONDS = 5;

  /** When a node looks for another cluster for the first time. */
  static final int FIRST_MERGE_SECONDS = 3;

  /**
   * After each look, until the next one. A look takes 5 s for each address that doesn't answer, so
   * one that had begun before a cut has healed may find nobody.
   */
  private static final int NEXT_MERGE_SECONDS = 1;

  /**
   * For how long members that are gone are looked for too. Each of them makes a look longer, and in
   * Kubernetes a new pod has a new address.
   */
  private static final int REMEMBERED_SECONDS = 600;

  /**
   * A container that is killed takes its address along, so that nobody is there to refuse; without
   * a limit that would be noticed by the missing heartbeats only. On a link that loses much, one
   * that is alive may be given up too; it is back when the parts merge.
   */
  private static final int CONNECT_SECONDS = 1;

  /** Room for the cluster and event bus ports of some nodes on one machine. */
  private static final int NEXT_PORTS = 10;

  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("hazelcast.logging.type", "slf4j"),
          Map.entry("hazelcast.logging.details.enabled", "false"),
          Map.entry("hazelcast.logging.emoji.enabled", "false"),
          Map.entry("hazelcast.phone.home.enabled", "false"),
          // The node ends in an order of its own, and needs Hazelcast to the end.
          Map.entry("hazelcast.shutdownhook.enabled", "false"),
          Map.entry("hazelcast.graceful.shutdown.max.wait", "" + GRACEFUL_SHUTDOWN_SECONDS),
          Map.entry("hazelcast.wait.seconds.before.join", "0"),
          // Many that start at once on a busy machine take long to find each other.
          Map.entry("hazelcast.max.join.seconds", "60"),
          Map.entry("hazelcast.merge.first.run.delay.seconds", "" + FIRST_MERGE_SECONDS),
          Map.entry("hazelcast.merge.next.run.delay.seconds", "" + NEXT_MERGE_SECONDS),
          Map.entry(
              "hazelcast.tcp.join.previously.joined.member.address.retention.seconds",
              "" + REMEMBERED_SECONDS),
          // A killed node is noticed by its closed connection, and gone when it can't be connected
          // to again twice.
          Map.entry("hazelcast.connection.monitor.max.faults", "1"),
          // This is for one that hangs.
          Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
          Map.entry("hazelcast.max.no.heartbeat.seconds", "5"),
          // It carries a heartbeat and a list of members, whatever the machine could do.
          Map.entry("hazelcast.io.thread.count", "1"),
          Map.entry("hazelcast.event.thread.count", "1"),
          Map.entry("hazelcast.operation.thread.count", "2"),
          Map.entry("hazelcast.operation.generic.thread.count", "2"),
          Map.entry("hazelcast.operation.response.thread.count", "1"),
          Map.entry("hazelcast.health.monitoring.level", "OFF"),
          Map.entry("hazelcast.metrics.enabled", "false"),
          // Nothing in Hazelcast asks for a password, so it listens where it must and nowhere else.
          Map.entry("hazelcast.socket.bind.any", "false"));

  private HazelcastConfig() {}

  /**
   * @param host this node's address
   * @param node what the others are to know of it
   */
  static Config of(ClusterConfig cluster, String host, ClusterNode node) {
    Config config = new Config().setClusterName(ClusterName.of(cluster));
    PROPERTIES.forEach(config::setProperty);
    config.setProperty("hazelcast.local.localAddress", host);
    node.writeTo(config.getMemberAttributeConfig());
    setJoin(memberNetwork(config, cluster, host).getJoin(), cluster);
    return config;
  }

  /**
   * A port for members and nobody else. The usual one, which is for clients and REST too, has its
   * thread spin for as long as a node to which it connects says nothing (5.6.0): a master that
   * looks for one that hangs then sends no heartbeats, and the cluster falls apart.
   */
  private static AdvancedNetworkConfig memberNetwork(
      Config config, ClusterConfig cluster, String host) {
    return config
        .getAdvancedNetworkConfig()
        .setEnabled(true)
        .setMemberEndpointConfig(
            new ServerSocketEndpointConfig()
                .setPort(cluster.port())
                .setPortAutoIncrement(true)
                .setPortCount(Ports.TRIES)
                .setPublicAddress(host)
                .setSocketConnectTimeoutSeconds(CONNECT_SECONDS));
  }

  private static void setJoin(JoinConfig join, ClusterConfig cluster) {
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    cluster
        .dnsName()
        .ifPresentOrElse(name -> setDns(join, name, cluster.port()), () -> setList(join, cluster));
  }

  private static void setDns(JoinConfig join, String name, int port) {
    join.getKubernetesConfig()
        .setEnabled(true)
        .setProperty("service-dns", name)
        .setProperty("service-port", Integer.toString(port));
  }

  private static void setList(JoinConfig join, ClusterConfig cluster) {
    join.getTcpIpConfig().setEnabled(true);
    cluster.join().stream()
        .flatMap(target -> candidates(target, cluster))
        .forEach(join.getTcpIpConfig()::addMember);
  }

  /**
   * Several nodes on one machine take each other's next ports. So there a target without a port
   * also stands for the nodes that are found on the next ones: the first node may be the one that
   * starts again, and would otherwise ask nobody but itself.
   */
  private static Stream<String> candidates(JoinTarget target, ClusterConfig cluster) {
    if (target.port().isPresent()) {
      return Stream.of(target.toString());
    }
    return IntStream.rangeClosed(
            cluster.port(), Math.min(cluster.port() + NEXT_PORTS, Ports.HIGHEST))
        .filter(port -> port == cluster.port() || isNodeHere(target, port))
        .mapToObj(port -> target.withPort(port).toString());
  }

  private static boolean isNodeHere(JoinTarget target, int port) {
    return NodeAddress.loopback(target)
        .map(address -> HazelcastProbe.answers(address, port))
        .orElse(false);
  }
}
