package dev.sightline.node;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the address under which the other nodes reach this one. */
final class NodeAddress {

  private static final String LOOPBACK = "127.0.0.1";

  /** Connecting a datagram socket sends nothing; the port only has to be one. */
  private static final int ANY_PORT = 9;

  private NodeAddress() {}

  /**
   * The configured address, else loopback when all other nodes are to be found there, else the one
   * from which the first of them is reached. Looks up names, so it may block.
   */
  static String of(ClusterConfig config) {
    return config.host().orElseGet(() -> towards(config.join()));
  }

  /** The target's address if it is on this machine's loopback. */
  static Optional<InetAddress> loopback(JoinTarget target) {
    return addresses(target).filter(InetAddress::isLoopbackAddress).findFirst();
  }

  private static String towards(List<JoinTarget> targets) {
    List<InetAddress> known = targets.stream().flatMap(NodeAddress::addresses).toList();
    if (!known.isEmpty() && known.stream().allMatch(InetAddress::isLoopbackAddress)) {
      return LOOPBACK;
    }
    return known.stream()
        .filter(address -> !address.isLoopbackAddress())
        .flatMap(NodeAddress::localAddressTowards)
        .findFirst()
        .orElseGet(NodeAddress::ownName);
  }

  /** None when the name is unknown: where nodes start together, some aren't in the DNS yet. */
  static Stream<InetAddress> addresses(JoinTarget target) {
    try {
      return Arrays.stream(InetAddress.getAllByName(target.host()));
    } catch (UnknownHostException e) {
      return Stream.empty();
    }
  }

  private static Stream<String> localAddressTowards(InetAddress target) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(target, ANY_PORT);
      InetAddress local = socket.getLocalAddress();
      return local.isAnyLocalAddress() ? Stream.empty() : Stream.of(local.getHostAddress());
    } catch (IOException | RuntimeException e) {
      return Stream.empty();
    }
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostAddress();
    } catch (UnknownHostException e) {
      return LOOPBACK;
    }
  }
}
