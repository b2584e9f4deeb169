package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NodeListTest {

  private static final ClusterNode OLDEST = new ClusterNode("oldest", "192.0.2.1", 5702);
  private static final ClusterNode SELF = new ClusterNode("self", "192.0.2.2", 5702);
  private static final ClusterNode FOREIGN = new ClusterNode("foreign", "192.0.2.3", 5702);

  private List<ClusterNode> live = List.of(OLDEST, SELF);
  private long now = Long.MAX_VALUE - 1_000;
  private final NodeList nodes = new NodeList(() -> live, () -> now);

  @Test
  void isHazelcastsListWhileNothingMerges() {
    assertThat(nodes.now()).containsExactly(OLDEST, SELF);
    live = List.of(SELF);
    assertThat(nodes.now()).containsExactly(SELF);
  }

  @Test
  void staysAsItWasWhileItMerges() {
    nodes.mergeBegins();
    live = List.of(SELF);
    assertThat(nodes.now()).containsExactly(OLDEST, SELF);
  }

  @Test
  void keepsTheSlowerOnesOfItsPartForAWhileBehindThoseItJoined() {
    nodes.mergeBegins();
    live = List.of(FOREIGN, SELF);
    nodes.mergeEnds();
    assertThat(nodes.now()).containsExactly(FOREIGN, SELF, OLDEST);
    live = List.of(FOREIGN, SELF, OLDEST);
    assertThat(nodes.now()).containsExactly(FOREIGN, SELF, OLDEST);
  }

  @Test
  void forgetsWhoDoesNotJoinAgain() {
    nodes.mergeBegins();
    live = List.of(FOREIGN, SELF);
    nodes.mergeEnds();
    now += NodeList.REJOIN.toNanos();
    assertThat(nodes.now()).containsExactly(FOREIGN, SELF);
  }

  @Test
  void believesHazelcastAgainWhenAMergeDoesNotEnd() {
    nodes.mergeBegins();
    live = List.of(SELF);
    now += NodeList.MERGE_AT_MOST.toNanos();
    assertThat(nodes.now()).containsExactly(SELF);
  }
}
