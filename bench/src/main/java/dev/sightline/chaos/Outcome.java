package dev.sightline.chaos;

import java.util.List;
import java.util.Optional;

/**
 * A row that has been played.
 *
 * @param load processes that wanted to run, of all programs of the machine, averaged over a minute
 * @param violations sentences; none when all demands are met
 */
record Outcome(Row row, Evidence evidence, double load, List<String> violations) {

  static Outcome of(Row row, Evidence evidence, double load) {
    List<String> violations =
        row.limits().stream()
            .map(limit -> limit.violation(evidence))
            .flatMap(Optional::stream)
            .toList();
    return new Outcome(row, evidence, load, violations);
  }

  boolean isMet() {
    return violations.isEmpty();
  }

  /** A measure of the whole row, told apart by whether the node that was hit served them. */
  String told(Measure measure) {
    if (evidence.tracks(Who.OWN).isEmpty()) {
      return measure.told(value(measure, Who.EVERYBODY));
    }
    return "%s; its own %s"
        .formatted(measure.told(value(measure, Who.OTHERS)), measure.told(value(measure, Who.OWN)));
  }

  long value(Measure measure, Who who) {
    return measure.of(evidence, evidence.tracks(who), evidence.fault(), evidence.end());
  }
}
