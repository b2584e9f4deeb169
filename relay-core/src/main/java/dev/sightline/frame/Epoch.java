package dev.sightline.frame;

import java.util.Comparator;

/**
 * One unbroken run of sequence numbers: an ingest takes a new epoch when it starts, and numbers the
 * frames of all its streams within it.
 *
 * <p>Epochs are compared as a whole, the later start winning and the node's name deciding a tie, so
 * that every edge picks the same one of two. Two frames of one stream can be told apart, and put in
 * order, by epoch and sequence together.
 *
 * @param startedAt when the ingest started, milliseconds since 1970 by its own clock
 * @param node the cluster's name for that ingest node
 */
public record Epoch(long startedAt, String node) implements Comparable<Epoch> {

  private static final Comparator<Epoch> ORDER =
      Comparator.comparingLong(Epoch::startedAt).thenComparing(Epoch::node);

  @Override
  public int compareTo(Epoch other) {
    return ORDER.compare(this, other);
  }
}
