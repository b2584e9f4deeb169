package dev.sightline.wan;

import dev.sightline.chaos.Node;
import dev.sightline.chaos.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A site's streams pass a cluster into a region beyond; who holds the links dies. */
final class KilledIngests {

  private static final int SITE_MILLIS = 20;
  private static final int REGION_MILLIS = 40;
  private static final int CAMERAS = 2;

  private static final double BACK_MILLIS = 5_000;

  /** Five seconds until the cluster notices, and two to dial. */
  private static final double NOTICED_MILLIS = 7_000;

  private static final double DOUBLE_MILLIS = 1_000;

  private static final int WATCHED_SECONDS = 20;

  /** Of what one copy of all streams takes. */
  private static final double TWO_COPIES = 1.5;

  private KilledIngests() {}

  static void play(Stage stage, Findings findings) {
    Place home = stage.place("home");
    Place eu = stage.place("eu");
    Place us = stage.place("us");
    Wire uplink = stage.wire(home, eu, SITE_MILLIS);
    uplink.hide(home);
    Wire ocean = stage.wire(eu, us, REGION_MILLIS);
    Cameras cameras = stage.cameras(home, CAMERAS);
    List<Node> euIngests = ingests(stage, eu, Settings.uplinks(home));
    Node euEdge = edge(stage, eu);
    List<Node> usIngests = ingests(stage, us, Settings.upstream(eu, 2));
    Node usEdge = edge(stage, us);
    Stream.of(euIngests, List.of(euEdge), usIngests, List.of(usEdge))
        .flatMap(List::stream)
        .forEach(Node::awaitReady);
    Node site =
        stage.node(home, "site", List.of("site"), "", Settings.site(eu, 2), cameras.section());
    site.awaitReady();
    List<Watcher> watchers = new ArrayList<>(stage.watch(euEdge, cameras.streams()));
    watchers.addAll(stage.watch(usEdge, cameras.streams()));
    stage.awaitPictures(watchers);
    Stage.pause(15);
    List<Meter> meters = List.of(stage.meter(uplink, home), stage.meter(ocean, eu));
    Stage.pause(5);

    for (boolean vanishes : List.of(false, true)) {
      kill(stage, findings, "the site's ingest", vanishes, euIngests, watchers, meters);
      kill(stage, findings, "the ingest that dials", vanishes, usIngests, watchers, meters);
    }
    findings.atMost("connections to a camera at a time", cameras.mostConnections(), 1, "");
  }

  private static List<Node> ingests(Stage stage, Place place, String more) {
    List<Node> ingests = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ingests.add(
          stage.node(
              place,
              "ingest-" + i,
              List.of("ingest"),
              "",
              Settings.cluster(place, i, 2),
              Settings.region(place),
              more));
    }
    return ingests;
  }

  private static Node edge(Stage stage, Place place) {
    return stage.node(
        place,
        "edge",
        List.of("edge"),
        "",
        Settings.cluster(place, 2, 2),
        Settings.region(place),
        Settings.DOWNLINKS);
  }

  /**
   * @param vanishes whether its address is gone too, as a container's, so that nobody is told
   */
  private static void kill(
      Stage stage,
      Findings findings,
      String who,
      boolean vanishes,
      List<Node> ingests,
      List<Watcher> watchers,
      List<Meter> meters) {
    Node holder = stage.awaitHolder(ingests);
    long begun = Stage.now();
    if (vanishes) {
      holder.host().unplug();
    }
    holder.kill();
    Stage.pause(WATCHED_SECONDS);
    if (vanishes) {
      holder.host().plugIn();
    }
    holder.startAgain();
    holder.awaitReady();
    Stage.pause(WATCHED_SECONDS);
    long ended = Stage.now();
    Seen seen = Stage.seen(watchers, begun, ended);
    String what = ": kill -9 %s%s".formatted(who, vanishes ? ", its address gone too" : "");
    findings.atMost(
        "longest silence" + what,
        seen.longestSilence(),
        vanishes ? NOTICED_MILLIS : BACK_MILLIS,
        "ms");
    List<String> names = List.of("site's line", "wire between the regions");
    for (int i = 0; i < meters.size(); i++) {
      findings.atMost(
          "two copies on the %s%s".formatted(names.get(i), what),
          meters.get(i).longestAbove(TWO_COPIES * CAMERAS * Stage.ONE_COPY, begun, ended),
          DOUBLE_MILLIS,
          "ms");
    }
    findings.atMost("pictures twice or out of turn" + what, seen.outOfTurn(), 0, "");
    findings.atMost("pictures torn, viewers let go" + what, seen.incidents(), 0, "");
  }
}
