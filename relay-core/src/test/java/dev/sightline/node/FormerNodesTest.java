package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FormerNodesTest {

  private static final ClusterNode ONE = new ClusterNode("one", "192.0.2.1", 5702);
  private static final ClusterNode TWO = new ClusterNode("two", "192.0.2.2", 5702);

  private long now = Long.MAX_VALUE - 1_000;
  private final FormerNodes nodes = new FormerNodes(() -> now);

  @Test
  void knowsWhoWasThereLately() {
    nodes.see(List.of(ONE, TWO));
    now += FormerNodes.KEPT.toNanos();
    nodes.see(List.of(TWO));

    assertThat(nodes.find("one")).contains(ONE);
    assertThat(nodes.find("two")).contains(TWO);
    assertThat(nodes.find("three")).isEmpty();
  }

  @Test
  void forgetsWhoHasBeenGoneForLong() {
    nodes.see(List.of(ONE, TWO));
    now += FormerNodes.KEPT.toNanos() + 1;
    nodes.see(List.of(TWO));

    assertThat(nodes.find("one")).isEmpty();
    assertThat(nodes.find("two")).contains(TWO);
  }

  @Test
  void keepsSoManyBesideThePresentOnes() {
    nodes.see(List.of(ONE, TWO));
    IntStream.rangeClosed(0, FormerNodes.MOST)
        .mapToObj(i -> new ClusterNode("node-" + i, "192.0.2.3", i))
        .forEach(node -> nodes.see(List.of(node, TWO)));

    assertThat(nodes.find("one")).isEmpty();
    assertThat(nodes.find("node-0")).isPresent();
    assertThat(nodes.find("two")).contains(TWO);
  }
}
