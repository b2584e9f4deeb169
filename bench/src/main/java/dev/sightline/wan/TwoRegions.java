package dev.sightline.wan;

import dev.sightline.chaos.Node;
import dev.sightline.chaos.Watcher;
import java.util.ArrayList;
import java.util.List;

/** Two clusters with an ocean between them. */
final class TwoRegions {

  private static final int ONE_WAY_MILLIS = 80;
  private static final int CAMERAS = 4;
  private static final int EDGES = 2;

  /** Of a stream at an edge; with the one who looks closely there are 200 in each region. */
  private static final int CROWD = 24;

  private static final int MEASURED_SECONDS = 30;
  private static final int CUT_SECONDS = 20;
  private static final int LOSSY_SECONDS = 30;
  private static final double LOSS = 0.02;

  /** What goes on in spite of loss; the other rule takes it for a full line and waits. */
  private static final String TOUGH = "bbr";

  private static final String USUAL = "cubic";

  private static final double FRAME_MILLIS = 1_000.0 / Stage.FRAMES_PER_SECOND;
  private static final double ADDED_MILLIS = 40;
  private static final double RECOVERY_MILLIS = 3_000;

  /** What is said while dialling may be lost, too. */
  private static final double LOSSY_RECOVERY_MILLIS = 4_000;

  private static final double FULL_PERCENT = 97;
  private static final double CONTROL_KB_A_MINUTE = 25;

  private final Findings findings;
  private final Place eu;
  private final Place us;
  private final Wire wire;
  private final Meter meter;
  private final List<Node> near;
  private final List<Node> far;
  private final Cameras cameras;
  private final List<Watcher> watchers = new ArrayList<>();

  private TwoRegions(Stage stage, Findings findings) {
    this.findings = findings;
    this.eu = stage.place("eu");
    this.us = stage.place("us");
    this.wire = stage.wire(eu, us, ONE_WAY_MILLIS);
    this.cameras = stage.cameras(eu, CAMERAS);
    List<Node> all = new ArrayList<>();
    Node nearIngest = ingest(stage, eu, cameras.section());
    this.near = edges(stage, eu);
    Node farIngest = ingest(stage, us, Settings.upstream(eu, 1));
    this.far = edges(stage, us);
    all.add(nearIngest);
    all.addAll(near);
    all.add(farIngest);
    all.addAll(far);
    all.forEach(Node::awaitReady);
    stage.awaitHolder(List.of(farIngest));
    this.meter = stage.meter(wire, eu);
  }

  private static Node ingest(Stage stage, Place place, String more) {
    return stage.node(
        place,
        "ingest",
        List.of("ingest"),
        "",
        Settings.cluster(place, 0, 1),
        Settings.region(place),
        more);
  }

  private static List<Node> edges(Stage stage, Place place) {
    List<Node> edges = new ArrayList<>();
    for (int i = 1; i <= EDGES; i++) {
      edges.add(
          stage.node(
              place,
              "edge-" + i,
              List.of("edge"),
              "",
              Settings.cluster(place, i, 1),
              Settings.region(place),
              Settings.DOWNLINKS));
    }
    return edges;
  }

  static void play(Stage stage, Findings findings) {
    TwoRegions show = new TwoRegions(stage, findings);
    show.idle();
    show.watched(stage);
    show.cut("");
    show.lossy(USUAL);
    show.us.congestionControl(TOUGH);
    show.eu.congestionControl(TOUGH);
    show.cut(", then with BBR");
    show.lossy(TOUGH);
  }

  private void idle() {
    Stage.pause(5);
    long begun = Stage.now();
    Stage.pause(MEASURED_SECONDS);
    double perMinute = 60_000.0 / (Stage.now() - begun);
    double kilobytes = meter.between(begun, Stage.now()).bytes() / 1_000.0 * perMinute;
    findings.atMost("bytes a minute before anybody watches", kilobytes, CONTROL_KB_A_MINUTE, "KB");
    findings.atMost("cameras connected before anybody watches", cameras.connections(), 0, "");
  }

  private void watched(Stage stage) {
    far.forEach(edge -> watchers.addAll(stage.watch(edge, cameras.streams())));
    List<Watcher> at = new ArrayList<>();
    near.forEach(edge -> at.addAll(stage.watch(edge, cameras.streams())));
    Crowd farCrowd = stage.crowd(far, cameras.streams(), CROWD);
    Crowd nearCrowd = stage.crowd(near, cameras.streams(), CROWD);
    stage.awaitPictures(watchers);
    Stage.pause(30);

    List<Long> before = farCrowd.received();
    long made = cameras.made();
    long begun = Stage.now();
    Stage.pause(MEASURED_SECONDS);
    long ended = Stage.now();
    List<Long> after = farCrowd.received();
    Seen seen = Stage.seen(watchers, begun, ended);
    double copies =
        meter.between(begun, ended).payload()
            / (seen.totalRate() / EDGES * Stage.FRAME_BYTES * (ended - begun) / 1_000.0);
    findings.between("bytes on the wire, in copies of each stream", copies, 0.97, 1.03, "");
    double full = (cameras.made() - made) * 1_000.0 / CAMERAS / (ended - begun);
    findings.told("pictures a second of a camera", full, "");
    findings.atLeast(
        "of these come to the far viewer with the fewest",
        100 * seen.leastRate() / full,
        FULL_PERCENT,
        "%");
    double most = ONE_WAY_MILLIS + ADDED_MILLIS + FRAME_MILLIS;
    findings.atMost("median age at far viewers", seen.age(0.5), most, "ms");
    findings.told("age p99 at far viewers", seen.age(0.99), "ms");
    findings.told("median age at near viewers", Stage.seen(at, begun, ended).age(0.5), "ms");
    double worst = least(before, after) * 1_000.0 / (ended - begun) / Stage.FRAME_BYTES;
    findings.atLeast(
        "and to that of the far crowd with the fewest", 100 * worst / full, FULL_PERCENT, "%");
    findings.atLeast(
        "viewers in the crowds who weren't let go",
        farCrowd.present() + nearCrowd.present(),
        farCrowd.size() + nearCrowd.size(),
        "");
    judge("", begun, ended);
  }

  private static long least(List<Long> before, List<Long> after) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < after.size(); i++) {
      least = Math.min(least, after.get(i) - before.get(i));
    }
    return least;
  }

  private void cut(String which) {
    long begun = Stage.now();
    wire.lose(1);
    Stage.pause(CUT_SECONDS);
    wire.lose(0);
    long mended = Stage.now();
    Stage.pause(15);
    long ended = Stage.now();
    String what = " after a cut of %d s%s".formatted(CUT_SECONDS, which);
    findings.atMost(
        "fresh pictures at all" + what,
        Stage.seen(watchers, mended, ended).freshAfter(),
        RECOVERY_MILLIS,
        "ms");
    findings.atLeast(
        "pictures a second, from 5 s on" + what,
        Stage.seen(watchers, mended + 5_000, ended).leastRate(),
        Stage.FRAMES_PER_SECOND * 0.9,
        "");
    findings.atMost(
        "oldest picture" + what, Stage.seen(watchers, mended, ended).age(1), 1_000, "ms");
    judge(what, begun, ended);
  }

  private void lossy(String algorithm) {
    wire.lose(1);
    Stage.pause(CUT_SECONDS);
    wire.lose(LOSS);
    long mended = Stage.now();
    Stage.pause(15);
    judgeReturn(
        "fresh pictures at all after a cut of %d s, with %.0f %% of packets lost then, %s"
            .formatted(CUT_SECONDS, LOSS * 100, algorithm),
        Stage.seen(watchers, mended, Stage.now()).freshAfter(),
        LOSSY_RECOVERY_MILLIS,
        algorithm);
    long begun = Stage.now();
    Stage.pause(LOSSY_SECONDS);
    long ended = Stage.now();
    wire.lose(0);
    Stage.pause(5);
    Seen seen = Stage.seen(watchers, begun, ended);
    String what = ", %.0f %% of packets lost, %s".formatted(LOSS * 100, algorithm);
    double megabits = meter.between(begun, ended).payload() * 8.0 / 1_000 / (ended - begun);
    findings.told("Mbit/s on the wire" + what, megabits, "");
    findings.told(
        "pictures a second of each stream" + what,
        seen.totalRate() / watchers.size(),
        "",
        ", age p50 %d ms, p99 %d ms".formatted(seen.age(0.5), seen.age(0.99)));
    judge(what, begun, Stage.now());
    judgeReturn(
        "fresh pictures at all once nothing is lost, " + algorithm,
        Stage.seen(watchers, ended, Stage.now()).freshAfter(),
        RECOVERY_MILLIS,
        algorithm);
  }

  /** What the usual algorithm makes of loss is its own matter. */
  private void judgeReturn(String what, double millis, double most, String algorithm) {
    if (algorithm.equals(TOUGH)) {
      findings.atMost(what, millis, most, "ms");
    } else {
      findings.told(what, millis, "ms");
    }
  }

  private void judge(String when, long begun, long ended) {
    Seen seen = Stage.seen(watchers, begun, ended);
    findings.atMost("pictures twice or out of turn" + when, seen.outOfTurn(), 0, "");
    findings.atMost("pictures torn, viewers let go" + when, seen.incidents(), 0, "");
  }
}
