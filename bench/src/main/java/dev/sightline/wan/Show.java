package dev.sightline.wan;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * What is played and judged.
 *
 * @param name by which it is asked for
 * @param sentence what it is about
 */
record Show(String name, String sentence, BiConsumer<Stage, Findings> script) {

  /** In the order of the table. */
  static List<Show> all() {
    return List.of(
        new Show(
            "site",
            "a site behind NAT, 80 ms away, with 2 Mbit/s for three cameras of 8 Mbit/s each",
            ThinSite::play),
        new Show(
            "regions",
            "two regions 160 ms apart, 200 viewers each, four streams of 8 Mbit/s; a cut; loss",
            TwoRegions::play),
        new Show(
            "killed",
            "a site, a cluster and a region beyond: the ingests that hold the links are killed",
            KilledIngests::play),
        new Show(
            "loop",
            "three regions, each of which takes the streams of the one before",
            LoopOfRegions::play));
  }
}
