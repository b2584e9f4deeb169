package dev.sightline.frame;

import java.util.Comparator;

/**
 * One unbroken run of sequence numbers: a stream gets a new epoch each time an ingest begins to own
 * it, and its frames are numbered within that.
 *
 * <p>Epochs are compared as a whole, the later start winning and the node's name deciding a tie, so
 * that every edge picks the same one of two. Two frames of one stream can be told apart, and put in
 * order, by epoch and sequence together. What a node does besides its streams is of the epoch of
 * its own start.
 *
 * @param startedAt when it began, milliseconds since 1970; if clocks disagree, later all the same
 *     than any epoch of the stream that was known by then
 * @param node the cluster's name for the ingest node
 */
public record Epoch(long startedAt, String node) implements Comparable<Epoch> {

  private static final Comparator<Epoch> ORDER =
      Comparator.comparingLong(Epoch::startedAt).thenComparing(Epoch::node);

  @Override
  public int compareTo(Epoch other) {
    return ORDER.compare(this, other);
  }
}
