package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which ingest pulls which camera, whatever happens to them; each seed is another story. */
class OwnershipTest {

  private static final Set<StreamId> EIGHT = streams(8);
  private static final Duration QUIET = Duration.ofSeconds(60);

  private static Set<StreamId> streams(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new StreamId("cam" + i))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  @Test
  void spreadsCamerasEvenlyAndMovesIdleOnesToANewIngest() {
    SimulatedCluster cluster = new SimulatedCluster(1);
    cluster.start(0, EIGHT);
    cluster.start(0, EIGHT);
    pass(cluster, QUIET);
    assertThat(loads(cluster).values()).containsExactly(4, 4);
    cluster.start(0, EIGHT);
    cluster.start(0, EIGHT);
    pass(cluster, QUIET);
    assertThat(loads(cluster).values()).containsExactly(2, 2, 2, 2);
    assertThat(cluster.cameras().shared()).isEmpty();
    int taken = 8;
    int moved = 4 + 4;
    assertThat(cluster.cameras().changes()).hasSizeLessThanOrEqualTo(taken + 2 * moved);
  }

  @Test
  void watchedCamerasStayWhereTheyAre() {
    SimulatedCluster cluster = new SimulatedCluster(2);
    SimulatedNode first = cluster.start(0, EIGHT);
    pass(cluster, QUIET);
    cluster.cameras().watch(EIGHT);
    pass(cluster, Duration.ofSeconds(2));
    cluster.start(0, EIGHT);
    pass(cluster, QUIET);
    assertThat(loads(cluster)).containsEntry(first.name(), 8);
    assertThat(cluster.cameras().interrupted()).isEmpty();
  }

  @Test
  void anotherTakesTheCamerasOfAKilledIngestWithinASecond() {
    SimulatedCluster cluster = new SimulatedCluster(3);
    SimulatedNode first = cluster.start(0, EIGHT);
    cluster.start(0, EIGHT);
    pass(cluster, QUIET);
    cluster.kill(first);
    pass(cluster, Duration.ofSeconds(1));
    assertThat(loads(cluster).values()).containsExactly(8);
  }

  @Test
  void camerasAreHandedOverByAnIngestThatStops() {
    SimulatedCluster cluster = new SimulatedCluster(4);
    SimulatedNode first = cluster.start(0, EIGHT);
    cluster.start(0, EIGHT);
    pass(cluster, QUIET);
    cluster.stop(first);
    pass(cluster, Duration.ofSeconds(1));
    assertThat(first.isDead()).isTrue();
    assertThat(loads(cluster).values()).containsExactly(8);
    assertThat(cluster.cameras().shared()).isEmpty();
  }

  /** The clock of the one that decides alone is an hour behind those that decided before. */
  @ParameterizedTest
  @ValueSource(longs = {-3_600_000, 3_600_000})
  void aWrongClockDoesNoHarm(long error) {
    SimulatedCluster cluster = new SimulatedCluster(5);
    SimulatedNode first = cluster.start(0, EIGHT);
    pass(cluster, QUIET);
    cluster.start(error, EIGHT);
    pass(cluster, QUIET);
    cluster.kill(first);
    pass(cluster, QUIET);
    cluster.start(0, EIGHT);
    pass(cluster, QUIET);
    assertThat(loads(cluster).values()).containsExactly(4, 4);
    assertThat(cluster.cameras().fallen()).isEmpty();
    everyCameraHasOneOwnerThatAllKnow(cluster);
  }

  /** Each half goes on by itself, the one whose clock is ahead with the higher epochs. */
  @Test
  void halvesWithDifferentClocksAreOneAgainAfterTheyMeet() {
    SimulatedCluster cluster = new SimulatedCluster(6);
    SimulatedNode slow = cluster.start(-3_600_000, EIGHT);
    SimulatedNode fast = cluster.start(3_600_000, EIGHT);
    SimulatedNode third = cluster.start(-3_600_000, EIGHT);
    pass(cluster, QUIET);
    cluster.cut(Set.of(fast.name()));
    pass(cluster, QUIET);
    cluster.heal();
    pass(cluster, QUIET);
    everyCameraHasOneOwnerThatAllKnow(cluster);
    cluster.kill(fast);
    cluster.kill(slow);
    pass(cluster, QUIET);
    assertThat(loads(cluster)).containsEntry(third.name(), 8);
    everyCameraHasOneOwnerThatAllKnow(cluster);
  }

  @Test
  void whatNobodyHasAnyMoreIsForgotten() {
    SimulatedCluster cluster = new SimulatedCluster(7);
    SimulatedNode first = cluster.start(0, EIGHT);
    SimulatedNode second = cluster.start(0, EIGHT);
    pass(cluster, QUIET);
    first.configure(Set.of());
    second.configure(Set.of());
    pass(cluster, Duration.ofMinutes(11));
    for (SimulatedNode node : cluster.nodes()) {
      assertThat(node.bus().directory().entries()).isEmpty();
      EIGHT.forEach(stream -> assertThat(node.bus().directory().highestEpoch(stream)).isEmpty());
    }
  }

  /** Ingests come and go and are reconfigured; nothing is cut, lost or hung. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whileAllSeeEachOtherNoCameraIsEverOpenTwice(int seed) {
    SimulatedCluster cluster = new SimulatedCluster(seed);
    cluster.start(0, EIGHT);
    for (int i = 0; i < 30; i++) {
      comeOrGo(cluster);
      pass(cluster, cluster.upTo(Duration.ofSeconds(8)));
    }
    assertThat(cluster.cameras().shared()).isEmpty();
    assertThat(cluster.cameras().fallen()).isEmpty();
    assertThat(cluster.cameras().interrupted())
        .allMatch(why -> why == GiveUp.STOPPED || why == GiveUp.REMOVED);
    endsWell(cluster);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void afterAnyTroubleEveryCameraHasOneOwnerAndStays(int seed) {
    SimulatedCluster cluster = new SimulatedCluster(seed);
    IntStream.range(0, 2 + cluster.random().nextInt(4)).forEach(i -> start(cluster));
    for (int i = 0; i < 30; i++) {
      trouble(cluster);
      pass(cluster, cluster.upTo(Duration.ofSeconds(12)));
    }
    cluster.lose(0);
    cluster.heal();
    cluster.nodes().forEach(SimulatedNode::goOn);
    endsWell(cluster);
  }

  private static void comeOrGo(SimulatedCluster cluster) {
    Random random = cluster.random();
    if (cluster.nodes().isEmpty()) {
      start(cluster);
    }
    List<SimulatedNode> nodes = new ArrayList<>(cluster.nodes());
    SimulatedNode any = nodes.get(random.nextInt(nodes.size()));
    switch (random.nextInt(6)) {
      case 0, 1 -> start(cluster);
      case 2 -> remove(cluster, any, true);
      case 3 -> remove(cluster, any, false);
      case 4 -> any.configure(someOf(random));
      default -> cluster.cameras().watch(someOf(random));
    }
  }

  private static void start(SimulatedCluster cluster) {
    if (cluster.nodes().size() < 6) {
      cluster.start(cluster.random().nextInt(20_000) - 10_000, someOf(cluster.random()));
    }
  }

  private static void remove(SimulatedCluster cluster, SimulatedNode node, boolean gracefully) {
    if (cluster.nodes().size() > 1) {
      if (gracefully) {
        cluster.stop(node);
      } else {
        cluster.kill(node);
      }
    }
  }

  private static void trouble(SimulatedCluster cluster) {
    Random random = cluster.random();
    if (cluster.nodes().isEmpty()) {
      start(cluster);
    }
    List<SimulatedNode> nodes = new ArrayList<>(cluster.nodes());
    SimulatedNode any = nodes.get(random.nextInt(nodes.size()));
    switch (random.nextInt(6)) {
      case 0 -> any.hang();
      case 1 -> nodes.forEach(SimulatedNode::goOn);
      case 2 -> cluster.cut(halfOf(nodes, random));
      case 3 -> cluster.heal();
      case 4 -> cluster.lose(random.nextInt(3) * 0.2);
      default -> comeOrGo(cluster);
    }
  }

  private static Set<String> halfOf(List<SimulatedNode> nodes, Random random) {
    return nodes.stream()
        .map(SimulatedNode::name)
        .filter(name -> random.nextBoolean())
        .collect(Collectors.toSet());
  }

  private static Set<StreamId> someOf(Random random) {
    return random.nextBoolean()
        ? EIGHT
        : EIGHT.stream()
            .filter(stream -> random.nextInt(4) > 0)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void endsWell(SimulatedCluster cluster) {
    start(cluster);
    pass(cluster, QUIET);
    everyCameraHasOneOwnerThatAllKnow(cluster);
    List<String> before = List.copyOf(cluster.cameras().changes());
    pass(cluster, QUIET);
    assertThat(cluster.cameras().changes()).as("no flapping").isEqualTo(before);
    cluster.cameras().watch(Set.of());
    pass(cluster, QUIET);
    everyCameraHasOneOwnerThatAllKnow(cluster);
    noCameraShouldMove(cluster);
  }

  private static void everyCameraHasOneOwnerThatAllKnow(SimulatedCluster cluster) {
    for (StreamId stream : EIGHT) {
      boolean isServed = cluster.nodes().stream().anyMatch(node -> node.streams().contains(stream));
      assertThat(cluster.cameras().holders(stream))
          .as("who has %s open", stream)
          .hasSize(isServed ? 1 : 0);
      Set<Optional<Epoch>> owners = new HashSet<>();
      cluster.nodes().forEach(node -> owners.add(ownerAt(node, stream)));
      assertThat(owners).as("who is thought to have %s", stream).hasSize(1);
      assertThat(owners.iterator().next().map(Epoch::node).map(Set::of).orElse(Set.of()))
          .isEqualTo(cluster.cameras().holders(stream));
    }
  }

  private static Optional<Epoch> ownerAt(SimulatedNode node, StreamId stream) {
    return node.bus().directory().find(stream).map(Entry::owner);
  }

  /** Nobody has two more than another one that could take one of them. */
  private static void noCameraShouldMove(SimulatedCluster cluster) {
    Map<String, Integer> loads = loads(cluster);
    for (SimulatedNode owner : cluster.nodes()) {
      for (StreamId stream : owner.owned().keySet()) {
        cluster.nodes().stream()
            .filter(node -> node.streams().contains(stream))
            .forEach(
                node ->
                    assertThat(loads.get(owner.name()) - loads.get(node.name()))
                        .as("%s at %s rather than at %s", stream, owner.name(), node.name())
                        .isLessThanOrEqualTo(1));
      }
    }
  }

  private static Map<String, Integer> loads(SimulatedCluster cluster) {
    Map<String, Integer> loads = new HashMap<>();
    cluster.nodes().forEach(node -> loads.put(node.name(), node.owned().size()));
    return loads;
  }

  private static void pass(SimulatedCluster cluster, Duration time) {
    cluster.time().pass(time);
  }
}
