package dev.sightline.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * A row that has been played.
 *
 * @param load processes that wanted to run, of all programs of the machine, averaged over a minute
 * @param violations sentences; none when all demands are met
 */
record Outcome(Row row, Evidence evidence, double load, List<String> violations) {

  static Outcome of(Row row, Evidence evidence, double load) {
    List<String> violations = new ArrayList<>();
    row.limits().forEach(limit -> limit.violation(evidence).ifPresent(violations::add));
    if (!evidence.isSampled()) {
      violations.add("the nodes' memory wasn't looked at until the end");
    }
    return new Outcome(row, evidence, load, violations);
  }

  boolean isMet() {
    return violations.isEmpty();
  }

  /**
   * A measure of the whole row, told apart by whether the node that was hit served them; where all
   * were hit, it is that of those behind the balancer.
   */
  String told(Measure measure) {
    if (!evidence.tracks(Who.OWN).isEmpty()) {
      return "%s; its own %s"
          .formatted(
              measure.told(value(measure, Who.OTHERS)), measure.told(value(measure, Who.OWN)));
    }
    return measure.told(value(measure, row.hitsAll() ? Who.BALANCED : Who.EVERYBODY));
  }

  long value(Measure measure, Who who) {
    return measure.of(evidence, evidence.tracks(who), evidence.fault(), evidence.end());
  }
}
