package dev.sightline.plan;

/**
 * What is to be shown, and to how many.
 *
 * @param viewers spread evenly over the streams
 * @param frame bytes of a frame
 */
record Demand(int viewers, int streams, int fps, int frame) {

  /** Bits a second on the wire for one copy of a stream. */
  double streamBits() {
    return Link.onTheWire(8.0 * fps * frame);
  }
}
