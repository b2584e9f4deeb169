package dev.sightline.node;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.MemberAttributeConfig;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.Optional;

/**
 * What all nodes know of one: it travels in Hazelcast's member list itself. So it is there as soon
 * as the node is, needs no question to a member that may hang, and is the same after a merge, which
 * gives a member another name in Hazelcast.
 *
 * @param id its name on the event bus, unique to this run of it
 * @param busHost where its event bus listens
 */
record ClusterNode(String id, String busHost, int busPort) {

  private static final String ID = "sightline.node";
  private static final String BUS_HOST = "sightline.bus-host";
  private static final String BUS_PORT = "sightline.bus-port";

  /** Empty for a member that is none of ours. */
  static Optional<ClusterNode> of(Member member) {
    String id = member.getAttribute(ID);
    String host = member.getAttribute(BUS_HOST);
    String port = member.getAttribute(BUS_PORT);
    return id == null || host == null || port == null
        ? Optional.empty()
        : Optional.of(new ClusterNode(id, host, Integer.parseInt(port)));
  }

  void writeTo(MemberAttributeConfig attributes) {
    attributes.setAttribute(ID, id);
    attributes.setAttribute(BUS_HOST, busHost);
    attributes.setAttribute(BUS_PORT, Integer.toString(busPort));
  }

  NodeInfo info() {
    return new NodeInfo(busHost, busPort, null);
  }

  RegistrationInfo registration() {
    return new RegistrationInfo(id, 0, false);
  }
}
