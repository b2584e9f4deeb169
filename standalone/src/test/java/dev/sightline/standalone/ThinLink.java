package dev.sightline.standalone;

import dev.sightline.testkit.RunningProgram;
import java.util.Arrays;
import java.util.List;

/**
 * Two hosts with a thin link between them, as network namespaces: an ingest beside its cameras, and
 * an edge that the test can reach. Needs root; all of it is gone after {@link #close}.
 *
 * <pre>
 *   ingest namespace 10.88.1.1 ──rate──▶ 10.88.1.2 edge namespace 10.88.2.2 ──── 10.88.2.1 test
 * </pre>
 */
final class ThinLink implements AutoCloseable {

  static final String INGEST = "10.88.1.1";
  static final String EDGE = "10.88.2.2";

  /** What the link holds back before it drops packets, as a home router would. */
  private static final String QUEUE = "200kb";

  private final String ingest = "sl-ingest-" + ProcessHandle.current().pid();
  private final String edge = "sl-edge-" + ProcessHandle.current().pid();

  private ThinLink() {}

  /**
   * @param bytesPerSecond from the ingest to the edge; the other direction is ample
   */
  static ThinLink of(int bytesPerSecond) {
    ThinLink link = new ThinLink();
    try {
      link.build(bytesPerSecond);
      return link;
    } catch (AssertionError e) {
      link.close();
      throw e;
    }
  }

  private void build(int bytesPerSecond) {
    for (String namespace : List.of(ingest, edge)) {
      ip("netns", "add", namespace);
      ip("-n", namespace, "link", "set", "lo", "up");
    }
    ip("link", "add", "thin", "netns", ingest, "type", "veth", "peer", "thin", "netns", edge);
    address(ingest, "thin", "10.88.1.1/24");
    address(edge, "thin", "10.88.1.2/24");
    ip("link", "add", "sl-test", "type", "veth", "peer", "name", "test", "netns", edge);
    ip("addr", "add", "10.88.2.1/24", "dev", "sl-test");
    ip("link", "set", "sl-test", "up");
    address(edge, "test", "10.88.2.2/24");
    // The cluster knows a node by one address, so the ingest reaches the edge's under its own net.
    ip("-n", ingest, "route", "add", "10.88.2.0/24", "via", "10.88.1.2");
    run(
        "ip",
        "netns",
        "exec",
        ingest,
        "tc",
        "qdisc",
        "add",
        "dev",
        "thin",
        "root",
        "tbf",
        "rate",
        8L * bytesPerSecond + "bit",
        "burst",
        "16kb",
        "limit",
        QUEUE);
  }

  private static void address(String namespace, String device, String address) {
    ip("-n", namespace, "addr", "add", address, "dev", device);
    ip("-n", namespace, "link", "set", device, "up");
  }

  List<String> onIngest() {
    return List.of("ip", "netns", "exec", ingest);
  }

  List<String> onEdge() {
    return List.of("ip", "netns", "exec", edge);
  }

  private static void ip(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "ip";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    run(command);
  }

  private static void run(String... command) {
    try (RunningProgram program = RunningProgram.start(command)) {
      if (program.awaitExit() != 0) {
        throw new AssertionError(Arrays.toString(command) + " failed: " + program.lines());
      }
    }
  }

  @Override
  public void close() {
    for (String namespace : List.of(ingest, edge)) {
      try (RunningProgram program = RunningProgram.start("ip", "netns", "delete", namespace)) {
        program.awaitExit();
      }
    }
  }
}
