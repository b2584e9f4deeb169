package dev.sightline.wan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was asked of a show, and what was measured. */
final class Findings {

  /**
   * One row of the table.
   *
   * @param asked empty for what is only told
   */
  private record Finding(String what, String asked, String measured, boolean met) {

    String line(String show) {
      String verdict = asked.isEmpty() ? "–" : met ? "met" : "**not met**";
      String demand = asked.isEmpty() ? "–" : asked;
      return "| %s | %s | %s | %s | %s |".formatted(show, what, demand, measured, verdict);
    }
  }

  private final String show;
  private final List<Finding> findings = new ArrayList<>();

  Findings(String show) {
    this.show = show;
  }

  void atMost(String what, double measured, double limit, String unit) {
    add(what, "≤ " + told(limit, unit), told(measured, unit), measured <= limit);
  }

  void atLeast(String what, double measured, double limit, String unit) {
    add(what, "≥ " + told(limit, unit), told(measured, unit), measured >= limit);
  }

  void between(String what, double measured, double least, double most, String unit) {
    String asked = "%s to %s".formatted(told(least, ""), told(most, unit));
    add(what, asked, told(measured, unit), measured >= least && measured <= most);
  }

  void isTrue(String what, boolean measured) {
    add(what, "yes", measured ? "yes" : "no", measured);
  }

  /** Something to know that nothing is asked of. */
  void told(String what, double measured, String unit, String... more) {
    add(what, "", told(measured, unit) + String.join("", more), true);
  }

  private void add(String what, String asked, String measured, boolean met) {
    Finding finding = new Finding(what, asked, measured, met);
    findings.add(finding);
    System.out.println("  " + finding.line(show));
  }

  private static String told(double value, String unit) {
    if (value >= Long.MAX_VALUE) {
      return "never";
    }
    String number =
        value == Math.rint(value) || Math.abs(value) >= 100
            ? "%,.0f".formatted(value)
            : String.format(Locale.ROOT, "%.2f", value);
    return unit.isEmpty() ? number : number + " " + unit;
  }

  boolean areMet() {
    return findings.stream().allMatch(Finding::met);
  }

  List<String> lines() {
    return findings.stream().map(finding -> finding.line(show)).toList();
  }
}
