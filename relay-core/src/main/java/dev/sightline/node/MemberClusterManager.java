package dev.sightline.node;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Tells Vert.x who is in the cluster, by Hazelcast's member list and nothing else. Nothing is
 * stored in the cluster and no member is ever asked, so nothing here blocks while one hangs, and
 * the departure of a node is told as soon as Hazelcast knows it.
 *
 * <p>Besides Hazelcast's events, the list is looked at once a second: an event that was missed or
 * came out of order is made good for within that time, and so is whatever the event bus remembers.
 */
final class MemberClusterManager implements ClusterManager {

  private static final long LOOK_MILLIS = 1_000;

  private final Cluster cluster;
  private final HazelcastInstance hazelcast;
  private final ClusterMember self;
  private final NodeList nodes = new NodeList(this::members, System::nanoTime);
  private final FormerNodes former = new FormerNodes(System::nanoTime);
  private final Registrations registrations = new Registrations(former);
  private Set<String> known = Set.of();
  private volatile NodeListener listener;
  private Vertx vertx;
  private long timer;
  private UUID membership;
  private UUID lifecycle;
  private volatile boolean active;

  MemberClusterManager(ClusterMember self) {
    this.self = self;
    hazelcast = self.hazelcast();
    cluster = hazelcast.getCluster();
  }

  @Override
  public void init(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The node is a member already; from here on it looks who else is. */
  @Override
  public void join(Completable<Void> joined) {
    active = true;
    membership = cluster.addMembershipListener(new Changes());
    lifecycle = hazelcast.getLifecycleService().addLifecycleListener(new Merges());
    timer = vertx.setPeriodic(LOOK_MILLIS, id -> look());
    look();
    self.busPort().close();
    joined.succeed();
  }

  @Override
  public void leave(Completable<Void> left) {
    if (active) {
      active = false;
      vertx.cancelTimer(timer);
      cluster.removeMembershipListener(membership);
      hazelcast.getLifecycleService().removeLifecycleListener(lifecycle);
    }
    left.succeed();
  }

  @Override
  public boolean isActive() {
    return active;
  }

  private List<ClusterNode> members() {
    try {
      return cluster.getMembers().stream().map(ClusterNode::of).flatMap(Optional::stream).toList();
    } catch (HazelcastInstanceNotActiveException e) {
      return List.of();
    }
  }

  private synchronized void look() {
    if (!active) {
      return;
    }
    List<ClusterNode> now = nodes.now();
    former.see(now);
    registrations.refresh();
    Set<String> before = known;
    known = new LinkedHashSet<>(now.stream().map(ClusterNode::id).toList());
    tell(before);
  }

  private void tell(Set<String> before) {
    if (listener != null) {
      before.stream().filter(node -> !known.contains(node)).forEach(listener::nodeLeft);
      known.stream().filter(node -> !before.contains(node)).forEach(listener::nodeAdded);
    }
  }

  private final class Changes implements MembershipListener {

    @Override
    public void memberAdded(MembershipEvent event) {
      look();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      look();
    }
  }

  private final class Merges implements LifecycleListener {

    @Override
    public void stateChanged(LifecycleEvent event) {
      switch (event.getState()) {
        case MERGING -> nodes.mergeBegins();
        case MERGED, MERGE_FAILED -> nodes.mergeEnds();
        default -> {}
      }
      look();
    }
  }

  @Override
  public void nodeListener(NodeListener listener) {
    this.listener = listener;
  }

  @Override
  public String getNodeId() {
    return self.node().id();
  }

  @Override
  public List<String> getNodes() {
    return nodes.now().stream().map(ClusterNode::id).toList();
  }

  /** The others know it already, see {@link ClusterNode}. */
  @Override
  public void setNodeInfo(NodeInfo info, Completable<Void> set) {
    set.succeed();
  }

  @Override
  public NodeInfo getNodeInfo() {
    return self.node().info();
  }

  @Override
  public void getNodeInfo(String id, Completable<NodeInfo> found) {
    former
        .find(id)
        .ifPresentOrElse(
            node -> found.succeed(node.info()),
            () -> found.fail("node " + id + " has not been in the cluster lately"));
  }

  @Override
  public void registrationListener(RegistrationListener bus) {
    registrations.tell(bus);
  }

  /** Who listens to what follows from the address, see {@link Registrations}. */
  @Override
  public void addRegistration(String address, RegistrationInfo info, Completable<Void> added) {
    added.succeed();
  }

  @Override
  public void removeRegistration(String address, RegistrationInfo info, Completable<Void> removed) {
    removed.succeed();
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> found) {
    former.see(nodes.now()); // It may be for a member that no event has told of yet.
    found.succeed(registrations.of(address));
  }

  @Override
  public <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> map) {
    map.fail(nothingIsStored("map", name));
  }

  @Override
  public <K, V> Map<K, V> getSyncMap(String name) {
    throw nothingIsStored("map", name);
  }

  @Override
  public void getLockWithTimeout(String name, long timeout, Completable<Lock> lock) {
    lock.fail(nothingIsStored("lock", name));
  }

  @Override
  public void getCounter(String name, Completable<Counter> counter) {
    counter.fail(nothingIsStored("counter", name));
  }

  private static UnsupportedOperationException nothingIsStored(String what, String name) {
    return new UnsupportedOperationException(
        "no clustered %s '%s': nothing is stored in the cluster".formatted(what, name));
  }
}
