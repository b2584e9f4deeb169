package dev.sightline.wan;

import dev.sightline.chaos.Node;
import dev.sightline.chaos.Watcher;
import java.util.ArrayList;
import java.util.List;

/** Three regions in a ring: what comes around is left out. */
final class LoopOfRegions {

  private static final int ONE_WAY_MILLIS = 40;
  private static final int IDLE_SECONDS = 30;
  private static final int WATCHED_SECONDS = 30;
  private static final double CONTROL_KB_A_MINUTE = 30;

  private LoopOfRegions() {}

  static void play(Stage stage, Findings findings) {
    List<Place> ring = List.of(stage.place("eu"), stage.place("us"), stage.place("asia"));
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < ring.size(); i++) {
      wires.add(stage.wire(ring.get(i), next(ring, i), ONE_WAY_MILLIS));
    }
    Cameras cameras = stage.cameras(ring.get(0), 1);
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < ring.size(); i++) {
      Place place = ring.get(i);
      Place before = ring.get((i + ring.size() - 1) % ring.size());
      nodes.add(
          stage.node(
              place,
              "relay",
              List.of(),
              "",
              Settings.node(),
              Settings.region(place),
              Settings.DOWNLINKS,
              Settings.upstream(before, 0),
              i == 0 ? cameras.section() : ""));
    }
    nodes.forEach(Node::awaitReady);
    nodes.forEach(node -> stage.awaitHolder(List.of(node)));
    List<Meter> meters = new ArrayList<>();
    for (int i = 0; i < wires.size(); i++) {
      meters.add(stage.meter(wires.get(i), ring.get(i)));
    }
    Stage.pause(5);
    idle(findings, ring, meters);
    String sentence =
        "upstream asia: left out, since the stream eu-0 comes from here: eu > us > asia";
    findings.isTrue("the region where it began says: " + sentence, nodes.get(0).hasSaid(sentence));
    findings.atMost("cameras connected before anybody watches", cameras.connections(), 0, "");
    watched(stage, findings, ring, meters, nodes.get(2), cameras);
    findings.atMost("connections to the camera at a time", cameras.mostConnections(), 1, "");
  }

  private static Place next(List<Place> ring, int i) {
    return ring.get((i + 1) % ring.size());
  }

  private static String name(List<Place> ring, int i) {
    return "%s to %s".formatted(ring.get(i).name(), next(ring, i).name());
  }

  private static void idle(Findings findings, List<Place> ring, List<Meter> meters) {
    long begun = Stage.now();
    Stage.pause(IDLE_SECONDS);
    long ended = Stage.now();
    for (int i = 0; i < meters.size(); i++) {
      findings.atMost(
          "bytes a minute before anybody watches, " + name(ring, i),
          meters.get(i).between(begun, ended).bytes() * 60.0 / (ended - begun),
          CONTROL_KB_A_MINUTE,
          "KB");
    }
  }

  private static void watched(
      Stage stage,
      Findings findings,
      List<Place> ring,
      List<Meter> meters,
      Node last,
      Cameras cameras) {
    List<Watcher> watchers = stage.watch(last, cameras.streams());
    stage.awaitPictures(watchers);
    Stage.pause(10);
    long begun = Stage.now();
    Stage.pause(WATCHED_SECONDS);
    long ended = Stage.now();
    Seen seen = Stage.seen(watchers, begun, ended);
    for (int i = 0; i < meters.size(); i++) {
      double copies =
          meters.get(i).between(begun, ended).payload()
              / (seen.totalRate() * Stage.FRAME_BYTES * (ended - begun) / 1_000.0);
      findings.between(
          "bytes while somebody watches in asia, in copies, " + name(ring, i),
          copies,
          i == ring.size() - 1 ? 0 : 0.97,
          i == ring.size() - 1 ? 0.01 : 1.03,
          "");
    }
    findings.told(
        "median age in asia, two wires of %d ms away".formatted(ONE_WAY_MILLIS),
        seen.age(0.5),
        "ms");
    findings.atMost("pictures twice or out of turn", seen.outOfTurn(), 0, "");
    findings.atMost("pictures torn, viewers let go", seen.incidents(), 0, "");
  }
}
