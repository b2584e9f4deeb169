package dev.sightline.chaos;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.collection.ICollection;
import com.hazelcast.core.DistributedObject;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.multimap.MultiMap;

/** What the cluster stores in Hazelcast, seen by a client, which is no member. */
final class ClusterMaps implements AutoCloseable {

  private final HazelcastInstance client;

  ClusterMaps(String member) {
    ClientConfig config = new ClientConfig().setClusterName("sightline");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.getNetworkConfig().addAddress(member + ":5701");
    config
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setClusterConnectTimeoutMillis(10_000);
    client = HazelcastClient.newHazelcastClient(config);
  }

  /** Entries of all maps and collections together. */
  long entries() {
    return client.getDistributedObjects().stream().mapToLong(ClusterMaps::size).sum();
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
    return client.getPartitionService().getPartitions().size();
  }

  int members() {
    return client.getCluster().getMembers().size();
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
