package dev.sightline.chaos;

import static dev.sightline.chaos.Limit.of;
import static dev.sightline.chaos.Measure.ALL_SILENCES;
import static dev.sightline.chaos.Measure.BROKEN;
import static dev.sightline.chaos.Measure.DISCONNECTS;
import static dev.sightline.chaos.Measure.FRESH_AFTER;
import static dev.sightline.chaos.Measure.GROWTH;
import static dev.sightline.chaos.Measure.INGEST_GROWTH;
import static dev.sightline.chaos.Measure.LONGEST_SILENCE;
import static dev.sightline.chaos.Measure.NEW_CONNECTIONS;
import static dev.sightline.chaos.Measure.OLDEST;
import static dev.sightline.chaos.Measure.OLDEST_BEGUN;
import static dev.sightline.chaos.Measure.OUTDATED;
import static dev.sightline.chaos.Measure.REFUSALS;
import static dev.sightline.chaos.Measure.SECOND_CONNECTIONS;
import static dev.sightline.chaos.Who.BALANCED;
import static dev.sightline.chaos.Who.LOYAL;
import static dev.sightline.chaos.Who.OTHERS;
import static dev.sightline.chaos.Who.OWN;
import static dev.sightline.chaos.Who.SPARED;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** All rows, in the order of the table. */
final class Rows {

  /** Ten pictures a second, on a machine that does other things too. */
  private static final long NOTHING = 1_000;

  /** "Less than 20 MB". */
  private static final long FLAT_MB = 19;

  /** A node that is started again serves its viewers before long, its JVM's start included. */
  private static final long BACK = 30_000;

  /**
   * The heartbeat's patience, and as much again: whoever takes the master's place first asks those
   * of whom it doesn't know yet that they are on the other side.
   */
  private static final long SPLIT = 12_000;

  private Rows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
            "nothing",
            "none, for 30 s",
            "nothing",
            Rows::nothing,
            of(LONGEST_SILENCE, NOTHING),
            of(DISCONNECTS, 0),
            of(NEW_CONNECTIONS, 0),
            of(GROWTH, FLAT_MB),
            of(BROKEN, 0)),
        Row.of(
            "kill-ingest",
            "`kill -9` the owning ingest",
            "longest silence ≤ 4 s, no disconnect, never two connections to a camera",
            Rows::killIngest,
            of(LONGEST_SILENCE, 4_000),
            of(DISCONNECTS, 0),
            of(SECOND_CONNECTIONS, 0),
            of(FRESH_AFTER, BACK).afterHealing(0),
            of(BROKEN, 0)),
        Row.of(
            "kill-container",
            "the same with its address gone too, as with a container",
            "longest silence ≤ 4 s, no disconnect, never two connections to a camera",
            Rows::killContainer,
            of(LONGEST_SILENCE, 4_000),
            of(DISCONNECTS, 0),
            of(SECOND_CONNECTIONS, 0),
            of(FRESH_AFTER, BACK).afterHealing(0),
            of(BROKEN, 0)),
        Row.of(
            "stop-ingest",
            "graceful stop of the owning ingest",
            "longest silence ≤ 1 s",
            Rows::stopIngest,
            of(LONGEST_SILENCE, 1_000),
            of(DISCONNECTS, 0),
            of(SECOND_CONNECTIONS, 0),
            of(FRESH_AFTER, BACK).afterHealing(0),
            of(BROKEN, 0)),
        Row.of(
            "kill-edge",
            "`kill -9` an edge",
            "others nothing; its own back through haproxy within 2 s",
            Rows::killEdge,
            of(LONGEST_SILENCE, OTHERS, NOTHING),
            of(DISCONNECTS, OTHERS, 0),
            of(LONGEST_SILENCE, OWN, 2_000),
            of(FRESH_AFTER, BACK).afterHealing(0),
            of(BROKEN, 0)),
        Row.of(
                "rolling",
                "rolling restart of all nodes, one by one",
                "no viewer without a picture for more than 2 s in all; none refused",
                Rows::rolling,
                of(ALL_SILENCES, BALANCED, 2_000),
                of(REFUSALS, BALANCED, 0),
                of(SECOND_CONNECTIONS, 0),
                of(BROKEN, 0))
            .whichHitsAll(),
        Row.of(
            "freeze-edge",
            "SIGSTOP an edge for 45 s, then SIGCONT",
            "others nothing; the ingests grow by less than 20 MB; fresh pictures within 5 s of"
                + " SIGCONT, never one older than 1 s but for the one that was half sent",
            Rows::freezeEdge,
            of(LONGEST_SILENCE, OTHERS, NOTHING),
            of(DISCONNECTS, OTHERS, 0),
            of(INGEST_GROWTH, FLAT_MB),
            of(FRESH_AFTER, LOYAL, 5_000).afterHealing(0),
            of(OLDEST_BEGUN, LOYAL, 1_000).afterHealing(0),
            of(BROKEN, 0)),
        Row.of(
            "freeze-ingest",
            "SIGSTOP an ingest for 30 s, then SIGCONT",
            "another takes over within 8 s; the old one closes its cameras before it serves a"
                + " frame; one owner, no flapping",
            Rows::freezeIngest,
            of(LONGEST_SILENCE, 8_000),
            of(DISCONNECTS, 0),
            of(OLDEST, 1_000).afterHealing(0),
            of(SECOND_CONNECTIONS, 0).afterHealing(2_000),
            of(OUTDATED, 0),
            of(NEW_CONNECTIONS, 0).afterHealing(0),
            of(BROKEN, 0)),
        Row.of(
            "split",
            "network cut between halves for 30 s, then healed",
            "each half serves its cameras; one owner per camera within 10 s of healing, all edges"
                + " see all streams",
            Rows::split,
            of(LONGEST_SILENCE, SPLIT),
            of(DISCONNECTS, 0),
            of(SECOND_CONNECTIONS, 0).afterHealing(10_000),
            of(NEW_CONNECTIONS, 0).afterHealing(10_000),
            of(FRESH_AFTER, 10_000).afterHealing(0),
            of(LONGEST_SILENCE, NOTHING).afterHealing(10_000),
            of(BROKEN, 0)),
        oneWay(
            "one-way", "an edge doesn't hear an ingest for 30 s, which hears it", Rows::deafEdge),
        oneWay(
            "one-way-back",
            "an ingest doesn't hear an edge for 30 s, which hears it",
            Rows::deafIngest),
        Row.of(
            "loss-5",
            "5 % loss with 100 ms delay between ingests and edges, 30 s",
            "works, slower, fresh; nothing grows",
            scene -> lossy(scene, 100, 0.05),
            of(LONGEST_SILENCE, 5_000),
            of(DISCONNECTS, 0),
            of(OLDEST, 3_000),
            of(GROWTH, FLAT_MB),
            of(BROKEN, 0)),
        // A connection that loses a fifth each way stands still for seconds now and then, and what
        // is asked over it is lost with it.
        Row.of(
                "loss-20",
                "20 % loss with 200 ms delay, pictures of 5 KB, 30 s",
                "works, slower, fresh; nothing grows",
                scene -> lossy(scene, 200, 0.2),
                of(LONGEST_SILENCE, 15_000),
                of(DISCONNECTS, 0),
                of(OLDEST, 5_000),
                of(GROWTH, FLAT_MB),
                of(BROKEN, 0))
            .withFrameBytes(5_000),
        Row.of(
            "vanish-ingest",
            "an ingest vanishes without RST",
            "longest silence ≤ 8 s, no disconnect",
            Rows::vanishIngest,
            of(LONGEST_SILENCE, 8_000),
            of(DISCONNECTS, 0),
            of(FRESH_AFTER, BACK).afterHealing(0),
            of(BROKEN, 0)),
        Row.of(
            "vanish-edge",
            "an edge vanishes without RST",
            "the others nothing",
            scene -> vanish(scene, scene.edge(1)),
            of(LONGEST_SILENCE, OTHERS, NOTHING),
            of(DISCONNECTS, OTHERS, 0),
            of(FRESH_AFTER, BACK).afterHealing(0),
            of(BROKEN, 0)));
  }

  private static Row oneWay(String name, String fault, Function<Scene, Optional<Node>> script) {
    return Row.of(
        name,
        fault,
        "others nothing; its own lose nothing but pictures of that ingest, and have them within 10 s"
            + " of healing; nothing grows",
        script,
        of(LONGEST_SILENCE, OTHERS, NOTHING),
        of(LONGEST_SILENCE, SPARED, NOTHING),
        of(DISCONNECTS, 0),
        of(FRESH_AFTER, 10_000).afterHealing(0),
        of(GROWTH, FLAT_MB),
        of(BROKEN, 0));
  }

  // ---- what is done; each tells whom it hit

  /** What the others are to be compared with. */
  private static Optional<Node> nothing(Scene scene) {
    scene.fault("nothing");
    scene.pause(30);
    return Optional.empty();
  }

  private static Optional<Node> killIngest(Scene scene) {
    return kill(scene, scene.owner());
  }

  /** Its connections are ended, but nobody refuses new ones. */
  private static Optional<Node> killContainer(Scene scene) {
    Node owner = scene.owner();
    scene.fault("kill -9 %s, its address gone".formatted(owner.name()));
    owner.kill();
    owner.host().unplug();
    scene.pause(12);
    owner.host().plugIn();
    return backAgain(scene, owner);
  }

  private static Optional<Node> killEdge(Scene scene) {
    return kill(scene, scene.edge(1));
  }

  private static Optional<Node> kill(Scene scene, Node node) {
    scene.fault("kill -9 " + node.name());
    node.kill();
    scene.pause(12);
    return backAgain(scene, node);
  }

  private static Optional<Node> stopIngest(Scene scene) {
    Node owner = scene.owner();
    scene.fault("SIGTERM to " + owner.name());
    owner.stop();
    scene.pause(6);
    return backAgain(scene, owner);
  }

  private static Optional<Node> backAgain(Scene scene, Node node) {
    scene.healing(node.name() + " is started again");
    node.startAgain();
    node.awaitReady();
    scene.settle();
    scene.pause(3);
    return Optional.of(node);
  }

  private static Optional<Node> rolling(Scene scene) {
    for (Node node : scene.nodes()) {
      scene.fault(node.name());
      node.stop();
      node.startAgain();
      node.awaitReady();
      scene.pause(3);
    }
    scene.pause(3);
    return Optional.empty();
  }

  private static Optional<Node> freezeEdge(Scene scene) {
    Node edge = scene.edge(1);
    freeze(scene, edge, 45);
    return thaw(scene, edge);
  }

  private static Optional<Node> freezeIngest(Scene scene) {
    Node owner = scene.owner();
    freeze(scene, owner, 30);
    scene.countOutdated();
    return thaw(scene, owner);
  }

  private static void freeze(Scene scene, Node node, int seconds) {
    scene.fault("SIGSTOP " + node.name());
    node.freeze();
    scene.pause(seconds);
  }

  private static Optional<Node> thaw(Scene scene, Node node) {
    scene.healing("SIGCONT");
    node.thaw();
    scene.pause(15);
    return Optional.of(node);
  }

  /** An ingest and an edge on one side, an ingest and two edges on the other. */
  private static Optional<Node> split(Scene scene) {
    List<Node> one = List.of(scene.ingest(1), scene.edge(1));
    List<Node> other = List.of(scene.ingest(2), scene.edge(2), scene.edge(3));
    scene.fault("cut");
    eachPair(one, other, (a, b) -> a.deafenTo(b.clusterAddress()));
    scene.pause(30);
    eachPair(one, other, (a, b) -> a.hear(b.clusterAddress()));
    scene.healing("healed");
    scene.pause(20);
    return Optional.empty();
  }

  private static void eachPair(List<Node> one, List<Node> other, BiConsumer<Host, Host> does) {
    for (Node a : one) {
      for (Node b : other) {
        does.accept(a.host(), b.host());
        does.accept(b.host(), a.host());
      }
    }
  }

  private static Optional<Node> deafEdge(Scene scene) {
    deafen(scene, scene.edge(1), scene.ingest(1));
    return Optional.of(scene.edge(1));
  }

  /** The edge hears that there are streams, but what it asks for them is lost. */
  private static Optional<Node> deafIngest(Scene scene) {
    deafen(scene, scene.ingest(1), scene.edge(1));
    return Optional.of(scene.edge(1));
  }

  private static void deafen(Scene scene, Node node, Node to) {
    String address = to.host().clusterAddress();
    scene.fault("%s is deaf to %s".formatted(node.name(), to.name()));
    node.host().deafenTo(address);
    scene.pause(30);
    node.host().hear(address);
    scene.healing("healed");
    scene.pause(15);
  }

  private static Optional<Node> lossy(Scene scene, int delayMillis, double loss) {
    scene.fault("lossy");
    scene.net().degrade(delayMillis, loss);
    scene.pause(30);
    scene.net().mend();
    scene.healing("healed");
    scene.pause(10);
    return Optional.empty();
  }

  private static Optional<Node> vanishIngest(Scene scene) {
    return vanish(scene, scene.owner());
  }

  /** Its cable is out before it dies, so that nobody is told. */
  private static Optional<Node> vanish(Scene scene, Node node) {
    scene.fault(node.name() + " vanishes");
    node.host().unplug();
    node.kill();
    scene.pause(20);
    node.host().plugIn();
    return backAgain(scene, node);
  }
}
