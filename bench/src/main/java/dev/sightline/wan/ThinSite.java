package dev.sightline.wan;

import dev.sightline.chaos.Node;
import dev.sightline.chaos.Watcher;
import dev.sightline.testkit.RunningProgram;
import java.util.ArrayList;
import java.util.List;

/** Twelve times more pictures than the line of a hidden site takes. */
final class ThinSite {

  private static final int CAMERAS = 3;
  private static final int ONE_WAY_MILLIS = 40;
  private static final String RATE = "2mbit";
  private static final int RATE_BYTES = 250_000;
  private static final int IDLE_SECONDS = 60;
  private static final int WATCHED_SECONDS = 40;

  /** A relay's pull, and then the site's of its cameras, end after that. */
  private static final int LINGER_SECONDS = 25;

  private static final double KIB = 1_024;
  private static final double SITE_MIB = 128;
  private static final double FLAT_MIB = 20;
  private static final double FRESH_MILLIS = 600;
  private static final double CONTROL_KB_A_MINUTE = 25;

  private ThinSite() {}

  static void play(Stage stage, Findings findings) {
    Place home = stage.place("home");
    Place server = stage.place("server");
    Wire wire = stage.wire(home, server, ONE_WAY_MILLIS);
    String outside = wire.hide(home);
    wire.limit(home, RATE);
    Cameras cameras = stage.cameras(home, CAMERAS);
    Node relay =
        stage.node(
            server, "relay", List.of(), Node.FIXED_HEAP, Settings.node(), Settings.uplinks(home));
    relay.awaitReady();
    Node site =
        stage.node(home, "site", List.of("site"), "", Settings.site(server, 0), cameras.section());
    site.awaitReady();
    stage.awaitHolder(List.of(relay));
    findings.isTrue("nobody gets in at the site from outside", isClosed(server, outside, home));

    Meter up = stage.meter(wire, home);
    Meter down = stage.meter(wire, server);
    Stage.pause(5);
    idle(findings, "before anybody watches", up, down, cameras);

    List<Watcher> watchers = new ArrayList<>(stage.watch(relay, cameras.streams()));
    watchers.addAll(stage.watch(relay, cameras.streams()));
    stage.awaitPictures(watchers);
    Stage.pause(20);
    watched(findings, relay, site, up, watchers);
    findings.atMost("connections to a camera at a time", cameras.mostConnections(), 1, "");

    watchers.forEach(Watcher::close);
    Stage.pause(LINGER_SECONDS);
    idle(findings, "after all have left", up, down, cameras);
  }

  private static boolean isClosed(Place from, String outside, Place home) {
    return List.of(outside, home.addressOfHost(0)).stream()
        .allMatch(address -> isRefused(from, address));
  }

  private static boolean isRefused(Place from, String address) {
    String dial = "import socket; socket.create_connection(('%s', 9081), 2)".formatted(address);
    try (RunningProgram program =
        RunningProgram.start("ip", "netns", "exec", from.router(), "python3", "-c", dial)) {
      return program.awaitExit() != 0;
    }
  }

  private static void idle(Findings findings, String when, Meter up, Meter down, Cameras cameras) {
    findings.atMost("cameras connected " + when, cameras.connections(), 0, "");
    long begun = Stage.now();
    Stage.pause(IDLE_SECONDS);
    long ended = Stage.now();
    findings.atMost(
        "bytes up a minute " + when,
        up.between(begun, ended).bytes() / 1_000.0,
        CONTROL_KB_A_MINUTE,
        "KB");
    findings.atMost(
        "bytes down a minute " + when,
        down.between(begun, ended).bytes() / 1_000.0,
        CONTROL_KB_A_MINUTE,
        "KB");
  }

  private static void watched(
      Findings findings, Node relay, Node site, Meter up, List<Watcher> watchers) {
    double relayBefore = relay.residentKiB() / KIB;
    long begun = Stage.now();
    Stage.pause(WATCHED_SECONDS);
    long ended = Stage.now();
    Seen all = Stage.seen(watchers, begun, ended);
    for (int camera = 0; camera < CAMERAS; camera++) {
      Seen one = Stage.seen(List.of(watchers.get(camera)), begun, ended);
      findings.atMost("median age, camera " + camera, one.age(0.5), FRESH_MILLIS, "ms");
      findings.told(
          "pictures a second, camera " + camera,
          one.leastRate(),
          "",
          ", age p99 %d ms, longest silence %d ms".formatted(one.age(0.99), one.longestSilence()));
    }
    double used =
        100.0 * up.between(begun, ended).bytes() / (RATE_BYTES * (ended - begun) / 1_000.0);
    findings.atLeast("of the line is used", used, 80, "%");
    findings.atMost("pictures torn, let go or refused", all.incidents(), 0, "");
    findings.atMost("pictures twice or out of turn", all.outOfTurn(), 0, "");
    findings.atMost("memory of the site at most", site.peakResidentKiB() / KIB, SITE_MIB, "MiB");
    findings.atMost(
        "growth of the relay meanwhile",
        Math.max(0, relay.residentKiB() / KIB - relayBefore),
        FLAT_MIB,
        "MiB");
  }
}
