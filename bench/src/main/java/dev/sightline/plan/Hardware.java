package dev.sightline.plan;

/**
 * What a node runs on.
 *
 * @param linkBits what its interface carries, bits a second
 */
record Hardware(int cores, double linkBits) {

  /** Half of the cores serve viewers, as the product has it unless told otherwise. */
  int loops() {
    return Math.max(1, cores / 2);
  }
}
