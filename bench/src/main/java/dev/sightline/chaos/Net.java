package dev.sightline.chaos;

import static dev.sightline.testkit.RunningProgram.run;

import dev.sightline.testkit.RunningProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The network of a row, inside the namespace that {@code bench/chaos} has made for the whole suite,
 * so that no packet can leave it:
 *
 * <pre>
 *   cameras 10.77.1.101..104 ┐                                ┌ viewers 10.77.2.1
 *   ingests 10.77.1.11..     ┼ bridge "near" ── bridge "far" ─┼ edges 10.77.2.21..
 *           10.77.0.11..     ┘                                ┤       10.77.0.21..
 *                                                             └ balancer 10.77.2.5
 * </pre>
 *
 * <p>Nodes talk to each other by 10.77.0.*, so that their links can be cut without those to cameras
 * and viewers.
 */
final class Net implements AutoCloseable {

  static final int CAMERAS = 4;

  private static final String WIRE = "bench/src/main/python/wire.py";

  private final Path home;
  private final List<Host> hosts = new ArrayList<>();
  private RunningProgram wire;

  Net(Path home) {
    this.home = home;
    addBridge("near", "02:00:00:00:00:01");
    addBridge("far", "02:00:00:00:00:02");
    run("ip link add near-far type veth peer name far-near");
    run("ip link set near-far master near up");
    run("ip link set far-near master far up");
    run("ip addr add 10.77.2.1/24 dev far");
    for (int camera = 0; camera < CAMERAS; camera++) {
      run("ip addr add %s/24 dev near".formatted(cameraAddress(camera)));
    }
  }

  /** One without an address of its own takes another whenever a device is plugged into it. */
  private static void addBridge(String name, String address) {
    run("ip link add %s address %s type bridge".formatted(name, address));
    run("ip link set %s up".formatted(name));
  }

  /** Lets this program take part in the cluster, and returns its address there. */
  String joinCluster() {
    String here = "10.77.0.1";
    run("ip addr replace %s/24 dev near".formatted(here));
    return here;
  }

  static String cameraAddress(int camera) {
    return "10.77.1." + (101 + camera);
  }

  Host ingest(int number) {
    String last = "" + (10 + number);
    return plug(new Host("ingest-" + number, "10.77.0." + last, "10.77.1." + last), "near");
  }

  Host edge(int number) {
    String last = "" + (20 + number);
    return plug(new Host("edge-" + number, "10.77.0." + last, "10.77.2." + last), "far");
  }

  Host balancer() {
    return plug(new Host("balancer", "", "10.77.2.5"), "far");
  }

  private Host plug(Host host, String bridge) {
    hosts.add(host);
    host.plugInto(bridge);
    return host;
  }

  /** From now on what goes between ingests and edges takes long, and some of it is lost. */
  void degrade(int delayMillis, double loss) {
    List<String> command =
        List.of("python3", WIRE, "wire-near", "wire-far", "" + delayMillis, "" + loss);
    wire = RunningProgram.start(command, Map.of(), home);
    wire.awaitLine("^up$");
    run("ip link set near-far down");
    run("ip link set wire-near master near up");
    run("ip link set wire-far master far up");
  }

  /** Ends {@link #degrade}. */
  void mend() {
    wire.close();
    wire = null;
    run("ip link set near-far up");
  }

  @Override
  public void close() {
    if (wire != null) {
      mend();
    }
    hosts.forEach(Host::remove);
    run("ip link delete near-far");
    for (String bridge : List.of("near", "far")) {
      run("ip link delete " + bridge);
    }
  }
}
