package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 40 edges that watch one stream, in virtual time: the real receivers, relays and publishers. */
class TreeTest {

  private static final StreamId FRONT = new StreamId("front");
  private static final int EDGES = 40;
  private static final int DEGREE = 8;
  private static final Duration MOST = Duration.ofSeconds(2);

  private final SimulatedCluster cluster = new SimulatedCluster(1);
  private final List<SimulatedCamera> ingests = new ArrayList<>();
  private final List<SimulatedStation> edges = new ArrayList<>();

  private void start(int count, int degree) {
    cluster.cameras().watch(Set.of(FRONT));
    ingest(degree);
    pass(6);
    for (int i = 0; i < count; i++) {
      edges.add(new SimulatedStation(cluster, FRONT));
    }
    pass(3);
    edges.forEach(SimulatedStation::watch);
    pass(15);
    edges.forEach(SimulatedStation::restart);
  }

  private void ingest(int degree) {
    ingests.add(new SimulatedCamera(cluster, cluster.start(0, Set.of(FRONT)), FRONT, degree));
  }

  @Test
  void sendsNoMoreCopiesFromTheIngestThanTheDegreeSays() {
    start(EDGES, DEGREE);
    double before = ingests.get(0).sent();
    pass(10);

    assertThat(ingests.get(0).sent() - before).isBetween(8 * 250.0 - 8, 8 * 250.0 + 8);
    assertThat(edges).allMatch(edge -> edge.frames() >= 249, "gets every frame");
    assertThat(edges).allMatch(edge -> edge.oldest().toMillis() <= 40);
    assertThat(depths()).isEqualTo(Map.of(1, 8L, 2, 32L));
    assertThat(ingests.get(0).beyond()).isZero();
  }

  @Test
  void goesFromTheIngestToAllWithoutADegree() {
    start(EDGES, 0);
    assertThat(depths()).isEqualTo(Map.of(1, 40L));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void costsThoseBehindAKilledEdgeTwoSecondsAtMost(int degree) {
    start(EDGES, degree);
    for (SimulatedStation inner : inner().subList(0, 6)) {
      edges.remove(inner);
      cluster.kill(inner.node());
      assertAllGoOn();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void costsThoseBehindAHangingEdgeTwoSecondsAtMost(int degree) {
    start(EDGES, degree);
    for (SimulatedStation inner : inner().subList(0, 4)) {
      edges.remove(inner);
      inner.node().hang();
      assertAllGoOn();
    }
  }

  @Test
  void givesNobodyOldFramesWhenAnEdgeGoesOnAfterAStandstill() {
    start(EDGES, DEGREE);
    SimulatedStation inner = inner().get(0);
    inner.node().hang();
    pass(12);
    edges.forEach(SimulatedStation::restart);
    inner.node().goOn();
    pass(20);

    assertThat(edges).allMatch(edge -> edge.oldest().toMillis() < 200, "nothing old");
    assertThat(edges).allMatch(edge -> edge.longestGap().toMillis() < 500, "goes on");
    assertThat(inner.place()).isPresent();
  }

  @Test
  void servesThoseBehindAnEdgeWhoseViewersHaveLeft() {
    start(EDGES, DEGREE);
    List<SimulatedStation> inner = inner();
    inner.forEach(SimulatedStation::leave);
    edges.removeAll(inner);
    pass(20);

    assertThat(edges).allMatch(edge -> edge.longestGap().toMillis() < 100, "no gap");
    assertThat(inner).allMatch(edge -> edge.place().isPresent(), "still pulls");
    edges.forEach(SimulatedStation::leave);
    pass(5);
    assertThat(inner).allMatch(edge -> edge.place().isEmpty(), "pulls no more");
  }

  @Test
  void sendsThoseBehindAnEdgeThatIsAboutToEndElsewhereFirst() {
    start(EDGES, DEGREE);
    SimulatedStation inner = inner().get(0);
    inner.refuse();
    pass(1);

    assertThat(edges).allMatch(edge -> edge.longestGap().toMillis() < 150, "hardly a gap");
    assertThat(edges).noneMatch(edge -> isBehind(edge, inner));
    pass(30);
    assertThat(edges).noneMatch(edge -> isBehind(edge, inner));
  }

  @Test
  void growsANewTreeUnderANewOwner() {
    start(EDGES, DEGREE);
    ingest(DEGREE);
    pass(2);
    SimulatedCamera first = ingests.stream().filter(SimulatedCamera::isOwner).findFirst().get();
    SimulatedCamera second = ingests.stream().filter(other -> other != first).findFirst().get();
    cluster.kill(first.node());
    pass(5);
    edges.forEach(SimulatedStation::restart);
    double before = second.sent();
    pass(10);

    assertThat(second.sent() - before).isBetween(8 * 250.0 - 8, 8 * 250.0 + 8);
    assertThat(edges).allMatch(edge -> edge.frames() >= 249, "gets every frame");
    assertThat(edges).allMatch(edge -> edge.stepsBack() == 0, "nothing twice");
  }

  private void assertAllGoOn() {
    edges.forEach(SimulatedStation::restart);
    pass(8);
    edges.forEach(
        edge -> {
          assertThat(edge.longestGap()).as("%s", edge).isLessThanOrEqualTo(MOST);
          assertThat(edge.stepsBack()).as("%s", edge).isZero();
        });
    edges.forEach(SimulatedStation::restart);
    pass(2);
    assertThat(edges).allMatch(edge -> edge.frames() >= 49, "gets every frame again");
  }

  private Map<Integer, Long> depths() {
    return edges.stream()
        .collect(Collectors.groupingBy(edge -> edge.place().get().depth(), Collectors.counting()));
  }

  private List<SimulatedStation> inner() {
    return edges.stream()
        .filter(edge -> edges.stream().anyMatch(other -> isBehind(other, edge)))
        .toList();
  }

  private static boolean isBehind(SimulatedStation edge, SimulatedStation other) {
    return edge.place().map(Place::parent).filter(other.node().name()::equals).isPresent();
  }

  private void pass(int seconds) {
    cluster.time().pass(Duration.ofSeconds(seconds));
  }
}
