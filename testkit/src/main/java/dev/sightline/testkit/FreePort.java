package dev.sightline.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Ports for programs that can't be told to choose one. They lie below those that the system gives
 * to whoever wants any, and in an area that this JVM has for itself: tests in other JVMs take them
 * from areas of their own.
 */
public final class FreePort {

  private static final int LOWEST = 10_000;
  private static final int AREAS = 44;
  private static final int AREA = 500;

  /** The nodes of a cluster look for each other at the ten ports that follow, too. */
  private static final int STEP = 16;

  private static FreePort ours;

  /** At the area's first port, which shows others that it is taken, until this JVM ends. */
  private final ServerSocket claim;

  private int given;

  private FreePort(ServerSocket claim) {
    this.claim = claim;
  }

  /** A port that is free now, as are most likely the next ones, and that no other test is given. */
  public static synchronized int onLoopback() {
    if (ours == null) {
      ours = claimArea();
    }
    return ours.next();
  }

  /**
   * Takes an area that nobody has, any of them.
   *
   * @throws AssertionError when there is none
   */
  static FreePort claimArea() {
    List<Integer> areas = IntStream.range(0, AREAS).boxed().collect(Collectors.toList());
    Collections.shuffle(areas);
    for (int area : areas) {
      try {
        return new FreePort(new ServerSocket(LOWEST + area * AREA));
      } catch (IOException e) {
        continue; // It is another's.
      }
    }
    throw new AssertionError("all areas of ports for tests are taken");
  }

  /** Each of the area's comes again only when all others have been given. */
  int next() {
    int first = claim.getLocalPort();
    for (int tries = 0; tries < AREA / STEP - 1; tries++) {
      given = given % (AREA / STEP - 1) + 1;
      int port = first + given * STEP;
      if (isFree(port)) {
        return port;
      }
    }
    throw new AssertionError("none of the ports from %d on is free".formatted(first));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  void release() throws IOException {
    claim.close();
  }
}
