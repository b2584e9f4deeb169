package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class HazelcastProbeTest {

  private final InetAddress loopback = InetAddress.getLoopbackAddress();

  @Test
  void passesOverAListenerThatSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, loopback)) {
      assertThat(HazelcastProbe.answers(loopback, silent.getLocalPort())).isFalse();
    }
  }

  @Test
  void passesOverAPortWithoutAListener() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, loopback)) {
      port = closed.getLocalPort();
    }
    assertThat(HazelcastProbe.answers(loopback, port)).isFalse();
  }
}
