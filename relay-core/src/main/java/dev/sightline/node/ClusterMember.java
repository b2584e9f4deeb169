package dev.sightline.node;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's membership in the Hazelcast cluster, from the joining to the leaving.
 *
 * <p>Made before Vert.x and ended after it, rather than by it: so what runs on Vert.x ends first.
 *
 * @param node what the others know of this node
 * @param busPort kept for the event bus
 */
record ClusterMember(HazelcastInstance hazelcast, ClusterNode node, BusPort busPort) {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterMember.class);

  /** Longer than the graceful shutdown, which ends by itself unless Hazelcast hangs. */
  private static final long LEAVE_MILLIS =
      TimeUnit.SECONDS.toMillis(HazelcastConfig.GRACEFUL_SHUTDOWN_SECONDS + 1);

  private static final long END_MILLIS = TimeUnit.SECONDS.toMillis(1);

  /**
   * Blocks until the node is a member, alone if nobody answers.
   *
   * @param start of the node, which the joining is a part of
   */
  static ClusterMember join(ClusterConfig config, Operation start) throws StartException {
    Operation joining = start.begin(Operation.Name.JOIN_CLUSTER);
    try {
      ClusterMember member = join(config);
      joining
          .with(Operation.Detail.NODE, member.node.id())
          .with(Operation.Detail.NODES, member.nodes())
          .end();
      return member;
    } catch (StartException e) {
      joining.fail(e.getMessage());
      throw e;
    }
  }

  private static ClusterMember join(ClusterConfig config) throws StartException {
    String host = NodeAddress.of(config);
    BusPort busPort = BusPort.reserve(host, config);
    ClusterNode node = new ClusterNode(UUID.randomUUID().toString(), host, busPort.number());
    try {
      HazelcastInstance hazelcast =
          Hazelcast.newHazelcastInstance(HazelcastConfig.of(config, host, node));
      hazelcast.getCluster().addMembershipListener(new MembershipLog());
      return new ClusterMember(hazelcast, node, busPort);
    } catch (RuntimeException e) {
      busPort.close();
      throw new StartException(
          "cannot join the cluster as %s; check --cluster (%s) and that a node answers there (%s)"
              .formatted(host, joined(config), e.getMessage()),
          e);
    }
  }

  private static String joined(ClusterConfig config) {
    return config.join().stream().map(JoinTarget::toString).collect(Collectors.joining(","));
  }

  /** The port that is really used. */
  int port() {
    return hazelcast.getCluster().getLocalMember().getAddress().getPort();
  }

  /** Where it listens. */
  InetSocketAddress address() {
    return new InetSocketAddress(node.busHost(), port());
  }

  /** Nodes of the cluster, this one included. */
  int nodes() {
    return hazelcast.getCluster().getMembers().size();
  }

  /** What is to be done when Hazelcast has ended, whoever told it to. */
  void onEnd(Runnable ended) {
    hazelcast
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleState.SHUTDOWN) {
                ended.run();
              }
            });
  }

  /**
   * Tells the others that this node goes, and leaves. Blocks for seconds at most.
   *
   * @return false if the others weren't told, and have to notice it themselves
   */
  boolean leave() {
    busPort.close();
    boolean isLeft = isDone("leave-cluster", hazelcast::shutdown, LEAVE_MILLIS);
    if (!isLeft) {
      LOG.warn("leaving the cluster takes too long; the others will notice that this node is gone");
      isDone("end-hazelcast", hazelcast.getLifecycleService()::terminate, END_MILLIS);
    }
    return isLeft;
  }

  /** What hangs doesn't keep the process. */
  private static boolean isDone(String name, Runnable step, long mostMillis) {
    Thread doing = new Thread(step, name);
    doing.setDaemon(true);
    doing.start();
    try {
      doing.join(mostMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !doing.isAlive();
  }

  /** Tells of the other nodes in our own words, Hazelcast's being many. */
  private static final class MembershipLog implements MembershipListener {

    @Override
    public void memberAdded(MembershipEvent event) {
      tell(event, "joined");
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      tell(event, "left");
    }

    private static void tell(MembershipEvent event, String what) {
      Address address = event.getMember().getAddress();
      int nodes = event.getMembers().size();
      LOG.info(
          "node {}:{} {}, {} in the cluster", address.getHost(), address.getPort(), what, nodes);
    }
  }
}
