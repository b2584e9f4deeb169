package dev.sightline.plan;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who of a cluster has a stream from whom. A newcomer goes to the shallowest node that has a place
 * left, and there to the one with the fewest takers; where all are full the root serves it.
 */
final class Tree {

  static final int MOST_DEEP = 4;

  private final Node root;
  private final int outDegree;
  private final Map<Node, Node> parents = new LinkedHashMap<>();

  /**
   * @param outDegree 0 for no tree at all: the root serves everybody
   */
  Tree(Node root, int outDegree) {
    this.root = root;
    this.outDegree = outDegree;
  }

  Node root() {
    return root;
  }

  /** Returns whom it is to ask: never one that has the stream from itself. */
  Node join(Node newcomer) {
    int height = height(newcomer);
    Node parent =
        Stream.concat(Stream.of(root), parents.keySet().stream())
            .filter(node -> node != newcomer && !node.isDead())
            .filter(node -> depth(node) + 1 + height <= MOST_DEEP)
            .filter(node -> takersOf(node).size() < outDegree)
            .min(
                Comparator.<Node>comparingInt(this::depth)
                    .thenComparingInt(node -> takersOf(node).size()))
            .orElse(root);
    parents.put(newcomer, parent);
    return parent;
  }

  /** Takes a node out and returns those that it served, who are to join anew. */
  List<Node> remove(Node node) {
    parents.remove(node);
    List<Node> orphans = takersOf(node);
    orphans.forEach(parents::remove);
    return orphans;
  }

  List<Node> takersOf(Node node) {
    return parents.entrySet().stream()
        .filter(entry -> entry.getValue() == node)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Beyond all bounds for one that has no way to the root. */
  int depth(Node node) {
    int depth = 0;
    for (Node at = node; at != root; at = parents.get(at)) {
      if (at == null) {
        return Integer.MAX_VALUE / 2;
      }
      depth++;
    }
    return depth;
  }

  private int height(Node node) {
    return takersOf(node).stream().mapToInt(taker -> 1 + height(taker)).max().orElse(0);
  }

  int depth() {
    return parents.keySet().stream().mapToInt(this::depth).max().orElse(0);
  }
}
