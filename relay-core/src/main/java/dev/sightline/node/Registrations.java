package dev.sightline.node;

import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which node takes the messages to an address. That follows from the address alone, so nothing of
 * it is stored anywhere and nothing can be left over or lost: what stands behind the last {@code @}
 * names the node. One that was there lately still takes what is for it. Thread-safe.
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
  List<RegistrationInfo> of(String address) {
    remembered.add(address);
    return now(address);
  }

  private List<RegistrationInfo> now(String address) {
    String node = address.substring(address.lastIndexOf(NODE) + 1);
    return former.find(node).map(ClusterNode::registration).stream().toList();
  }

  /** Puts right whatever the event bus remembers. */
  void refresh() {
    for (String address : remembered) {
      if (wanted(address)) {
        bus.registrationsUpdated(new RegistrationUpdateEvent(address, now(address)));
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
