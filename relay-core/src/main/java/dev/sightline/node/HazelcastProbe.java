package dev.sightline.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds out whether a Hazelcast node listens on a port of this machine. */
final class HazelcastProbe {

  /** Both sides of a connection between members begin with these bytes. */
  private static final byte[] GREETING = "HZC".getBytes(StandardCharsets.US_ASCII);

  /** Ample on one machine, and what each silent listener costs at the start. */
  private static final int TIMEOUT_MILLIS = 300;

  private HazelcastProbe() {}

  /**
   * Whether whoever listens there answers like a member. Hazelcast itself must not be sent to ask:
   * it waits for a listener that says nothing, and then gives up the start.
   */
  static boolean answers(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(GREETING);
      return Arrays.equals(socket.getInputStream().readNBytes(GREETING.length), GREETING);
    } catch (IOException e) {
      return false;
    }
  }
}
