package dev.sightline.chaos;

import com.hazelcast.collection.ICollection;
import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.core.DistributedObject;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.multimap.MultiMap;

/** What the cluster stores in Hazelcast, seen by a member that stores nothing itself. */
final class ClusterMaps implements AutoCloseable {

  private final HazelcastInstance guest;

  /**
   * @param address where it listens, next to the nodes
   * @param member a node's address
   */
  ClusterMaps(String address, String member) {
    Config config = new Config().setClusterName("sightline").setLiteMember(true);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.local.localAddress", address);
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    AdvancedNetworkConfig network = config.getAdvancedNetworkConfig().setEnabled(true);
    network.setMemberEndpointConfig(new ServerSocketEndpointConfig().setPublicAddress(address));
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getTcpIpConfig().setEnabled(true).addMember(member + ":5701");
    guest = Hazelcast.newHazelcastInstance(config);
  }

  /** Entries of all maps and collections together. */
  long entries() {
    return guest.getDistributedObjects().stream().mapToLong(ClusterMaps::size).sum();
  }

  private static long size(DistributedObject object) {
    if (object instanceof IMap<?, ?> map) {
      return map.size();
    }
    if (object instanceof MultiMap<?, ?> map) {
      return map.size();
    }
    return object instanceof ICollection<?> collection ? collection.size() : 1;
  }

  int partitions() {
    return guest.getPartitionService().getPartitions().size();
  }

  /** Without this one. */
  int members() {
    return guest.getCluster().getMembers().size() - 1;
  }

  @Override
  public void close() {
    guest.shutdown();
  }
}
