package dev.sightline.wan;

import static dev.sightline.testkit.RunningProgram.run;

import dev.sightline.chaos.Host;
import dev.sightline.testkit.RunningProgram;
import java.util.ArrayList;
import java.util.List;

/**
 * A site or a region: hosts on a bridge, and a router, which is the only way to other places.
 * Cameras and viewers are this program, at {@link #address}, which is on no wire.
 *
 * <pre>
 *   this program 10.81.N.1 ── bridge ┬ hosts 10.81.N.11..
 *                                    └ router 10.81.N.254 ══ wires
 * </pre>
 */
final class Place implements AutoCloseable {

  private static final int FIRST_HOST = 11;
  private static final int ROUTER = 254;

  private final String name;
  private final int number;
  private final Host router;
  private final List<Host> hosts = new ArrayList<>();

  /** Lives in the router's namespace, whose counters are read by its process. */
  private final RunningProgram resident;

  /**
   * @param name of the bridge, too
   * @param number from 1, another one for each
   */
  Place(String name, int number) {
    this.name = name;
    this.number = number;
    // One without an address of its own takes another whenever a device is plugged into it.
    run("ip link add %s address 02:00:00:00:01:%02x type bridge".formatted(name, number));
    run("ip link set %s up".formatted(name));
    run("ip addr add %s/24 dev %s".formatted(address(), name));
    router = new Host(name + "-router", "", addressOf(ROUTER));
    router.plugInto(name);
    onRouter("sysctl -q -w net.ipv4.ip_forward=1");
    List<String> command = new ArrayList<>(router.prefix());
    command.add("cat");
    resident = RunningProgram.start(command.toArray(String[]::new));
  }

  String name() {
    return name;
  }

  /** Of this program. */
  String address() {
    return addressOf(1);
  }

  /** Of the host that is made as this one, from 0. */
  String addressOfHost(int index) {
    return addressOf(FIRST_HOST + index);
  }

  private String addressOf(int last) {
    return "10.81.%d.%d".formatted(number, last);
  }

  String net() {
    return addressOf(0) + "/24";
  }

  /** Another host, which goes to other places as Debian would unless told otherwise. */
  Host newHost(String what) {
    Host host = new Host(name + "-" + what, "", addressOfHost(hosts.size()));
    hosts.add(host);
    host.plugInto(name);
    route(host, "add", "cubic");
    return host;
  }

  /** From now on new connections to other places go by this rule of the kernel's. */
  void congestionControl(String algorithm) {
    hosts.forEach(host -> route(host, "change", algorithm));
  }

  private void route(Host host, String verb, String algorithm) {
    run(
        "ip -n %s route %s default via %s congctl %s"
            .formatted(host.name(), verb, router.address(), algorithm));
  }

  String router() {
    return router.name();
  }

  void onRouter(String command) {
    run("ip netns exec %s %s".formatted(router.name(), command));
  }

  /** A process in the router's namespace. */
  long resident() {
    return resident.pid();
  }

  @Override
  public void close() {
    resident.close();
    hosts.forEach(Host::remove);
    router.remove();
    run("ip link delete " + name);
  }
}
