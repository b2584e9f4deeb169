package dev.sightline.chaos;

import static dev.sightline.testkit.RunningProgram.run;

import java.util.List;

/**
 * A host of a row: a network namespace with one device, whose other end hangs on a bridge.
 *
 * @param name of the namespace, and of the device's other end
 * @param clusterAddress where other nodes reach it; empty for a host that is no node
 * @param address where cameras or viewers, and this program, reach it
 */
public record Host(String name, String clusterAddress, String address) {

  /** What to put before a command so that it runs there. */
  public List<String> prefix() {
    return List.of("ip", "netns", "exec", name);
  }

  public void plugInto(String bridge) {
    run("ip netns add " + name);
    run("ip -n %s link set lo up".formatted(name));
    run("ip link add %s type veth peer name eth0 netns %s".formatted(name, name));
    run("ip link set %s master %s up".formatted(name, bridge));
    run("ip -n %s link set eth0 up".formatted(name));
    for (String own : List.of(clusterAddress, address)) {
      if (!own.isEmpty()) {
        run("ip -n %s addr add %s/24 dev eth0".formatted(name, own));
      }
    }
  }

  /** Takes the cable out: no packet comes or goes any more, and nobody is told. */
  public void unplug() {
    run("ip link set %s down".formatted(name));
  }

  /** Ends {@link #unplug}. */
  public void plugIn() {
    run("ip link set %s up".formatted(name));
  }

  /** Drops what comes from another address from now on. */
  void deafenTo(String other) {
    filter("-A INPUT -s %s -j DROP".formatted(other));
  }

  /** Ends {@link #deafenTo}. */
  void hear(String other) {
    filter("-D INPUT -s %s -j DROP".formatted(other));
  }

  private void filter(String rule) {
    run("ip netns exec %s iptables -w %s".formatted(name, rule));
  }

  public void remove() {
    // The kernel clears a namespace away some time later, its devices too.
    run("ip link delete " + name);
    run("ip netns delete " + name);
  }
}
