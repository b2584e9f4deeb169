package dev.sightline.plan;

/**
 * What a node has done so far.
 *
 * @param bytes that have left it
 * @param bus nanoseconds of its loop for the bus
 * @param viewers nanoseconds of its loops for viewers, of the busiest of them
 * @param cpu nanoseconds of all loops
 */
record Load(long bytes, long bus, long viewers, long cpu) {

  static Load of(Node node) {
    long most = node.loops().stream().mapToLong(Loop::busy).max().orElse(0);
    long all = node.bus().busy() + node.loops().stream().mapToLong(Loop::busy).sum();
    return new Load(node.link().bytes(), node.bus().busy(), most, all);
  }

  Load since(Load before) {
    return new Load(
        bytes - before.bytes, bus - before.bus, viewers - before.viewers, cpu - before.cpu);
  }
}
