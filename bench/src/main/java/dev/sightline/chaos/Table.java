package dev.sightline.chaos;

import java.util.List;
import java.util.stream.Collectors;

/** The report in words: a row of a Markdown table for each row that has been played. */
final class Table {

  private static final String HEAD =
      """
      | fault | demand | longest silence | disconnects | refused | broken frames | oldest picture \
      | second camera connections | RSS growth | verdict |
      |---|---|---|---|---|---|---|---|---|---|
      """;

  private Table() {}

  static String of(List<Outcome> outcomes) {
    StringBuilder table = new StringBuilder(HEAD);
    outcomes.forEach(outcome -> table.append(line(outcome)).append('\n'));
    return table.toString();
  }

  private static String line(Outcome outcome) {
    List<String> cells =
        List.of(
            outcome.row().fault(),
            outcome.row().demand(),
            outcome.told(Measure.LONGEST_SILENCE),
            outcome.told(Measure.DISCONNECTS),
            outcome.told(Measure.REFUSALS),
            whole(outcome, Measure.BROKEN),
            outcome.told(Measure.OLDEST),
            whole(outcome, Measure.SECOND_CONNECTIONS),
            whole(outcome, Measure.GROWTH),
            verdict(outcome));
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String whole(Outcome outcome, Measure measure) {
    return measure.told(outcome.value(measure, Who.EVERYBODY));
  }

  private static String verdict(Outcome outcome) {
    return outcome.isMet() ? "met" : "**not met**: " + String.join("; ", outcome.violations());
  }

  /**
   * All that was demanded, and what the machine did meanwhile, which explains silences that no
   * fault does.
   */
  static String details(List<Outcome> outcomes) {
    StringBuilder text = new StringBuilder();
    for (Outcome outcome : outcomes) {
      text.append(
          "- %s: %s. RSS grew by %s. Load %.1f, this program itself up to %d ms late%n"
              .formatted(
                  outcome.row().name(),
                  judged(outcome),
                  growth(outcome.evidence()),
                  outcome.load(),
                  outcome.evidence().lateness()));
    }
    return text.toString();
  }

  private static String growth(Evidence evidence) {
    return evidence.samples().stream()
        .map(Sample::node)
        .distinct()
        .map(node -> "%d MB (%s)".formatted(evidence.growthKiB(node) >> 10, node))
        .collect(Collectors.joining(", "));
  }

  private static String judged(Outcome outcome) {
    return outcome.row().limits().stream()
        .map(limit -> limit.told(outcome.evidence()))
        .collect(Collectors.joining("; "));
  }
}
