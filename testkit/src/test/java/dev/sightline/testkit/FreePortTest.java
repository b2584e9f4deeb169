package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreePortTest {

  private static final int FIRST_OF_THE_SYSTEM = 32_768;

  private final FreePort area = FreePort.claimArea();
  private final FreePort another = FreePort.claimArea();

  @AfterEach
  void release() throws IOException {
    area.release();
    another.release();
  }

  @Test
  void liesBelowThoseThatTheSystemGives() throws IOException {
    int port = FreePort.onLoopback();
    assertThat(port).isBetween(10_000, FIRST_OF_THE_SYSTEM - 11);
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  void isFollowedByTenThatAreNotGiven() {
    List<Integer> ports = IntStream.range(0, 20).map(i -> area.next()).sorted().boxed().toList();
    assertThat(IntStream.range(1, 20).map(i -> ports.get(i) - ports.get(i - 1)))
        .allMatch(distance -> distance > 10);
  }

  @Test
  void isLeftOutWhileSomebodyHasIt() throws IOException {
    int taken = area.next();
    try (ServerSocket socket = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
      assertThat(IntStream.range(0, 100).map(i -> area.next()))
          .doesNotContain(socket.getLocalPort());
    }
    assertThat(IntStream.range(0, 100).map(i -> area.next())).contains(taken);
  }

  @Test
  void isOfOneAreaOnly() {
    List<Integer> ports = IntStream.range(0, 100).map(i -> area.next()).boxed().toList();
    assertThat(IntStream.range(0, 100).map(i -> another.next())).doesNotContainAnyElementsOf(ports);
  }
}
