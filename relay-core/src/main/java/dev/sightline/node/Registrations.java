package dev.sightline.node;

import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Which nodes take the messages to an address. That follows from the address alone, so nothing of
 * it is stored anywhere and nothing can be left over or lost: what stands behind the last {@code @}
 * names the one node, and an address without it is for all nodes. A node that was there lately
 * still takes what is for it alone. Thread-safe.
 */
final class Registrations {

  private static final char NODE = '@';

  /** The event bus remembers the answer for each address it sends to, until it is told another. */
  private final Set<String> remembered = ConcurrentHashMap.newKeySet();

  private final FormerNodes former;
  private volatile RegistrationListener bus = new RegistrationListener() {};

  Registrations(FormerNodes former) {
    this.former = former;
  }

  void tell(RegistrationListener listener) {
    bus = listener;
  }

  /** None for the address of a node that hasn't been in the cluster lately. */
  List<RegistrationInfo> of(String address, List<ClusterNode> nodes) {
    remembered.add(address);
    return among(address, nodes);
  }

  private List<RegistrationInfo> among(String address, List<ClusterNode> nodes) {
    int at = address.lastIndexOf(NODE);
    Stream<ClusterNode> takers =
        at < 0 ? nodes.stream() : former.find(address.substring(at + 1)).stream();
    return takers.map(ClusterNode::registration).toList();
  }

  /** Puts right whatever the event bus remembers. */
  void refresh(List<ClusterNode> nodes) {
    for (String address : remembered) {
      if (wanted(address)) {
        bus.registrationsUpdated(new RegistrationUpdateEvent(address, among(address, nodes)));
      }
    }
  }

  /** An address that is asked for again while it is being forgotten is remembered again. */
  private boolean wanted(String address) {
    if (!bus.wantsUpdatesFor(address)) {
      remembered.remove(address);
      if (!bus.wantsUpdatesFor(address)) {
        return false;
      }
      remembered.add(address);
    }
    return true;
  }
}
