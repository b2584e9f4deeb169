package dev.sightline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {

  private final Simulation simulation = new Simulation(1);

  /** A tree of that degree has room for 16, 16 + 256 … or 8, 8 + 64, 8 + 64 + 512 …. */
  @ParameterizedTest
  @CsvSource({
    "16, 16, 1",
    "17, 16, 2",
    "40, 16, 2",
    "272, 16, 2",
    "273, 16, 3",
    "40, 8, 2",
    "72, 8, 2",
    "73, 8, 3",
    "300, 0, 1"
  })
  void isNoDeeperThanItsDegreeMakesIt(int edges, int outDegree, int depth) {
    Tree tree = new Tree(node(), outDegree);

    Stream.generate(this::node).limit(edges).forEach(tree::join);

    assertThat(tree.depth()).isEqualTo(depth);
    assertThat(tree.takersOf(tree.root()))
        .hasSize(Math.min(edges, outDegree == 0 ? edges : outDegree));
  }

  @Test
  void takersAreSharedOutEvenly() {
    Tree tree = new Tree(node(), 16);

    Stream.generate(this::node).limit(40).forEach(tree::join);

    assertThat(tree.takersOf(tree.root()))
        .allSatisfy(inner -> assertThat(tree.takersOf(inner)).hasSizeBetween(1, 2));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whoeverComesAndGoesEverybodyHasAWayToTheRoot(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int outDegree = 3;
    Tree tree = new Tree(node(), outDegree);
    List<Node> in = new ArrayList<>();

    for (int step = 0; step < 500; step++) {
      if (in.size() < 30 || random.nextInt(3) == 0 && in.size() < 60) {
        Node newcomer = node();
        tree.join(newcomer);
        in.add(newcomer);
      } else {
        Deque<Node> orphans = new ArrayDeque<>(tree.remove(in.remove(random.nextInt(in.size()))));
        orphans.forEach(tree::join);
      }
      assertThat(in)
          .allSatisfy(
              node -> {
                assertThat(tree.depth(node)).isBetween(1, Tree.MOST_DEEP);
                assertThat(tree.takersOf(node)).hasSizeLessThanOrEqualTo(outDegree);
              });
    }
  }

  @Test
  void aDeadNodeServesNobody() {
    Tree tree = new Tree(node(), 1);
    Node dead = node();
    tree.join(dead);
    dead.kill();

    Node parent = tree.join(node());

    assertThat(parent).isEqualTo(tree.root());
  }

  private Node node() {
    return new Node(
        FreeCosts.COSTS, new Machine(simulation, 1, 0), 1, new Link(simulation, 1e9, 0));
  }
}
