package dev.sightline.wan;

import static dev.sightline.testkit.RunningProgram.run;

import dev.sightline.testkit.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A wire between the routers of two places, which takes its time and may lose packets, of which
 * nobody is told.
 */
final class Wire implements AutoCloseable {

  private static final String PROGRAM = "bench/src/main/python/wire.py";

  /** What is held back before packets are dropped, as a home router would. */
  private static final String QUEUE = "200kb";

  /** Where the bytes and packets that a device has sent stand in a line of /proc/net/dev. */
  private static final int SENT_BYTES = 9;

  private static final int SENT_PACKETS = 10;

  private final Place one;
  private final Place other;
  private final RunningProgram program;
  private final String addresses;

  /**
   * @param home the clone
   * @param number from 1, another one for each
   */
  Wire(Path home, int number, Place one, Place other, int oneWayMillis) {
    this.one = one;
    this.other = other;
    this.addresses = "10.90.%d.".formatted(number);
    String near = "wire-%d-a".formatted(number);
    String far = "wire-%d-b".formatted(number);
    program =
        RunningProgram.start(
            List.of("python3", PROGRAM, near, far, "" + oneWayMillis, "0"), Map.of(), home);
    program.awaitLine("^up$");
    plug(near, one, other, addresses + "1");
    plug(far, other, one, addresses + "2");
    run(route(one, other, "add", addresses + "2"));
    run(route(other, one, "add", addresses + "1"));
  }

  private static void plug(String device, Place into, Place towards, String address) {
    run("ip link set %s netns %s name %s".formatted(device, into.router(), deviceTowards(towards)));
    run("ip -n %s addr add %s/30 dev %s".formatted(into.router(), address, deviceTowards(towards)));
    run("ip -n %s link set %s up".formatted(into.router(), deviceTowards(towards)));
  }

  private static String deviceTowards(Place place) {
    return "to-" + place.name();
  }

  private static String route(Place from, Place to, String verb, String by) {
    return "ip -n %s route %s %s via %s".formatted(from.router(), verb, to.net(), by);
  }

  private Place beyond(Place from) {
    return from == one ? other : one;
  }

  /**
   * Puts a place behind a router as people have it at home: its hosts have no address that others
   * could send to, and only answers come in.
   *
   * @return the only address of it that the other place knows
   */
  String hide(Place hidden) {
    String device = deviceTowards(beyond(hidden));
    hidden.onRouter("iptables -w -t nat -A POSTROUTING -o %s -j MASQUERADE".formatted(device));
    for (String chain : List.of("INPUT", "FORWARD")) {
      String rule = "iptables -w -A %s -i %s ".formatted(chain, device);
      hidden.onRouter(rule + "-m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT");
      hidden.onRouter(rule + "-j DROP");
    }
    String address = addresses + (hidden == one ? "1" : "2");
    run(route(beyond(hidden), hidden, "delete", address));
    return address;
  }

  /** What leaves a place may take no more than this from now on, such as {@code 2mbit}. */
  void limit(Place from, String rate) {
    run(
        "tc -n %s qdisc add dev %s root tbf rate %s burst 16kb limit %s"
            .formatted(from.router(), deviceTowards(beyond(from)), rate, QUEUE));
  }

  /** From now on this share of the packets is lost by chance, either way; with 1 it is cut. */
  void lose(double share) {
    program.type(share + "\n");
  }

  /** What a place has put on the wire so far, also what was lost on it. */
  Flow flow(Place from) {
    String device = deviceTowards(beyond(from)) + ":";
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(from.resident()), "net/dev"))) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .filter(words -> words[0].equals(device))
          .map(
              words ->
                  new Flow(Long.parseLong(words[SENT_BYTES]), Long.parseLong(words[SENT_PACKETS])))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
