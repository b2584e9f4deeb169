package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BusPortTest {

  private static final String HOST = "127.0.0.1";

  @Test
  void isKeptFromOthersUntilItIsGivenUp() throws Exception {
    ClusterConfig config = from(free());
    try (BusPort first = BusPort.reserve(HOST, config);
        BusPort second = BusPort.reserve(HOST, config)) {
      assertThat(second.number()).isGreaterThan(first.number());
      int given = first.number();
      first.close();
      try (ServerSocket taken = new ServerSocket(given, 1, InetAddress.getByName(HOST))) {
        assertThat(taken.isBound()).isTrue();
      }
    }
  }

  @Test
  void leavesTheClustersOwnPortToIt() throws Exception {
    ClusterConfig config = from(free());
    try (BusPort port = BusPort.reserve(HOST, config)) {
      assertThat(port.number()).isNotEqualTo(config.port());
    }
  }

  private static ClusterConfig from(int port) {
    return new ClusterConfig(List.of(JoinTarget.parse(HOST)), Optional.empty(), port, port);
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }
}
