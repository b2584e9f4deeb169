package dev.sightline.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * A port that is kept for the event bus while the node joins the cluster, which takes seconds.
 *
 * <p>The others learn the port with the node itself ({@link ClusterNode}), so it must be known
 * before; and what only looks free would be taken by another node that starts on the same machine
 * at the same time. Until Vert.x listens there, somebody else does.
 */
final class BusPort implements AutoCloseable {

  private final ServerSocket placeholder;

  private BusPort(ServerSocket placeholder) {
    this.placeholder = placeholder;
  }

  /**
   * The first free port from the wanted one on.
   *
   * @param host this node's address
   */
  static BusPort reserve(String host, ClusterConfig config) throws StartException {
    return Ports.upwardsFrom(config.busPort())
        .filter(port -> port != config.port())
        .mapToObj(port -> listenOn(host, port))
        .flatMap(Optional::stream)
        .findFirst()
        .map(BusPort::new)
        .orElseThrow(
            () ->
                new StartException(
                    "no free event bus port from %d on at %s; choose another with --bus-port"
                        .formatted(config.busPort(), host),
                    null));
  }

  private static Optional<ServerSocket> listenOn(String host, int port) {
    try {
      return Optional.of(new ServerSocket(port, 1, InetAddress.getByName(host)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  int number() {
    return placeholder.getLocalPort();
  }

  /** Leaves the port to who comes next, which is to be the event bus. */
  @Override
  public void close() {
    try {
      placeholder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
