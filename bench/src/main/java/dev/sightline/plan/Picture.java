package dev.sightline.plan;

/**
 * A frame on its way.
 *
 * @param captured when the camera made it
 * @param hops how many nodes have had it
 */
record Picture(int stream, long sequence, long captured, int bytes, int hops) {

  Picture afterHop() {
    return new Picture(stream, sequence, captured, bytes, hops + 1);
  }

  boolean isNewerThan(Picture other) {
    return other == null || sequence > other.sequence;
  }
}
