package dev.sightline.chaos;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A fault and what is demanded of it.
 *
 * @param demand in words, as it stands in the table
 * @param frameBytes size of the cameras' pictures
 * @param hitsAll whether every edge is gone for a while, so that only who comes through the
 *     balancer can see it all
 * @param script plays it, and tells which node it hit
 */
record Row(
    String name,
    String fault,
    String demand,
    int frameBytes,
    boolean hitsAll,
    Function<Scene, Optional<Node>> script,
    List<Limit> limits) {

  static final int USUAL_BYTES = 20_000;

  static Row of(
      String name,
      String fault,
      String demand,
      Function<Scene, Optional<Node>> script,
      Limit... limits) {
    return new Row(name, fault, demand, USUAL_BYTES, false, script, List.of(limits));
  }

  Row withFrameBytes(int bytes) {
    return new Row(name, fault, demand, bytes, hitsAll, script, limits);
  }

  Row whichHitsAll() {
    return new Row(name, fault, demand, frameBytes, true, script, limits);
  }
}
