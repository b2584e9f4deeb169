package dev.sightline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterTest {

  private static final int EDGES = 40;
  private static final int FRAME = 40_000;
  private static final Hardware HARDWARE = new Hardware(8, 10e9);

  private final Simulation simulation = new Simulation(1);
  private final Cluster cluster =
      new Cluster(simulation, FreeCosts.COSTS, HARDWARE, new Demand(0, 1, 25, FRAME), EDGES);
  private final Node owner = cluster.ingests().get(0);
  private final Node successor = cluster.ingests().get(1);
  private final Gauge gauge = new Gauge(0, Long.MAX_VALUE);
  private long sequence;

  @BeforeEach
  void everybodyWatches() {
    cluster.connect(List.of(owner));
    for (int edge = 0; edge < EDGES; edge++) {
      cluster.fill(edge, 0, 1, gauge, 1);
    }
    simulation.runUntil(Simulation.SECOND);
  }

  @Test
  void theOwnerSendsItsOutDegreeAndEachEdgeHasThePictureOnce() {
    shoot(owner);

    assertThat(gauge.seen()).isEqualTo(EDGES);
    assertThat(gauge.hops()).isEqualTo(3);
    assertThat(owner.link().bytes()).isEqualTo((long) Plan.OUT_DEGREE * FRAME);
    assertThat(bytesToEdges()).isEqualTo((long) EDGES * FRAME);
  }

  @Test
  void afterATakeOverEachEdgeStillHasItOnce() {
    shoot(owner);
    long before = bytesToEdges();
    owner.kill();
    cluster.replace(owner, successor);
    shoot(successor);

    assertThat(gauge.seen()).isEqualTo(2 * EDGES);
    assertThat(bytesToEdges() - before).isEqualTo((long) EDGES * FRAME);
    assertThat(cluster.trees().get(0).depth()).isEqualTo(2);
  }

  @Test
  void whenAnEdgeIsLostThoseBehindItHaveThePictureFromOthers() {
    Tree tree = cluster.trees().get(0);
    Node inner = tree.takersOf(owner).get(0);
    List<Node> behind = tree.takersOf(inner);
    inner.kill();
    cluster.lose(inner);
    shoot(owner);

    assertThat(behind).isNotEmpty().allSatisfy(node -> assertThat(tree.depth(node)).isLessThan(3));
    assertThat(gauge.seen()).isEqualTo(EDGES - 1);
  }

  @Test
  void whatADeadNodeHadToSendNeverComes() {
    Node edge = cluster.edges().get(0);
    shoot(owner);
    long before = gauge.seen();

    edge.take(picture());
    simulation.after(edge.link().nanos(FRAME) / 2, edge::kill);
    simulation.runUntil(simulation.now() + Simulation.SECOND);

    assertThat(gauge.seen()).isEqualTo(before);
  }

  @Test
  void viewersWhoLostTheirEdgeComeToTheOneWithTheFewest() {
    Node edge = cluster.edges().get(0);
    cluster.fill(1, 0, 100, gauge, 1);
    simulation.runUntil(2 * Simulation.SECOND);
    Audience lost =
        cluster.audiences().stream().filter(one -> one.node() == edge).findAny().orElseThrow();
    edge.kill();

    cluster.move(lost);
    shoot(owner);

    assertThat(cluster.audiences())
        .filteredOn(one -> one.first() == lost)
        .hasSize(1)
        .allSatisfy(one -> assertThat(one.node()).isNotIn(edge, cluster.edges().get(1)));
  }

  private Picture picture() {
    return new Picture(0, ++sequence, simulation.now(), FRAME, 0);
  }

  private void shoot(Node ingest) {
    ingest.read(picture());
    simulation.runUntil(simulation.now() + Simulation.SECOND);
  }

  /** Of edges' links those for their viewers are left out. */
  private long bytesToEdges() {
    long all = cluster.nodes().stream().mapToLong(node -> node.link().bytes()).sum();
    return all - gauge.seen() * FRAME;
  }
}
