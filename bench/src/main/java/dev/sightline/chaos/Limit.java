package dev.sightline.chaos;

import java.util.Optional;

/**
 * One thing that is demanded of a row.
 *
 * @param since the time that counts begins with the first fault, or the last healing
 * @param later so many milliseconds after that
 */
record Limit(Measure measure, Who who, Mark.Kind since, long later, long atMost) {

  static Limit of(Measure measure, Who who, long atMost) {
    return new Limit(measure, who, Mark.Kind.FAULT, 0, atMost);
  }

  static Limit of(Measure measure, long atMost) {
    return of(measure, Who.EVERYBODY, atMost);
  }

  Limit afterHealing(long millis) {
    return new Limit(measure, who, Mark.Kind.HEALING, millis, atMost);
  }

  /** A sentence that says how it isn't met; empty when it is. */
  Optional<String> violation(Evidence evidence) {
    long value = value(evidence);
    return value <= atMost ? Optional.empty() : Optional.of(sentence(value, "not at most"));
  }

  /** What was measured, and what was demanded. */
  String told(Evidence evidence) {
    return sentence(value(evidence), "at most");
  }

  private long value(Evidence evidence) {
    long begin = since == Mark.Kind.HEALING ? evidence.healing() : evidence.fault();
    return measure.of(evidence, evidence.tracks(who), begin + later, evidence.end());
  }

  private String sentence(long value, String relation) {
    String of = who.words().isEmpty() ? "" : " (" + who.words() + ")";
    String when = since == Mark.Kind.HEALING ? " once healed" : "";
    return "%s%s%s %s, %s %s"
        .formatted(measure.words(), of, when, measure.told(value), relation, measure.told(atMost));
  }
}
