package dev.sightline.plan;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was found, as Markdown. */
final class Tables {

  private static final String NEEDS =
      """
      | viewers | streams | each | clusters × edges | nodes | cores: there, busy | edge Gbit/s | ingest Gbit/s \
      | all Tbit/s | camera uplink Mbit/s | WAN copies, Gbit/s | hops | age p50, p99 ms | delivered \
      | first limit, and the next |
      |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
      """;
  private static final String FAULTS =
      """
      | fault | viewers it strikes | their longest silence | longest silence of the others | busiest edge, worst second |
      |---|---|---|---|---|
      """;
  private static final String EDGES =
      """
      | interface | 25 fps × 40 KB | 5 fps × 30 KB |
      |---|---|---|
      """;

  private Tables() {}

  static String needs(List<Findings> all) {
    return NEEDS + all.stream().map(Tables::need).collect(Collectors.joining());
  }

  private static String need(Findings found) {
    Plan plan = found.plan();
    List<Share> shares = found.shares();
    return row(
        number(plan.demand().viewers()),
        number(plan.demand().streams()),
        each(plan.demand()),
        "%d × %d".formatted(plan.clusters(), plan.edges()),
        number(plan.nodes()),
        "%s, %s".formatted(number(plan.cores()), number(Math.round(found.cpu()))),
        decimal(1, found.edgeBits() / 1e9),
        decimal(2, found.ingestBits() / 1e9),
        decimal(2, found.allBits() / 1e12),
        decimal(1, found.siteBits() / 1e6),
        "%d, %s".formatted(found.wanCopies(), decimal(2, found.wanBits() / 1e9)),
        number(found.gauge().hops()),
        "%s, %s"
            .formatted(
                decimal(0, found.gauge().ageMillis(50)), decimal(0, found.gauge().ageMillis(99))),
        decimal(1, 100 * found.delivered()) + " %",
        told(shares.get(0)) + "; " + told(shares.get(1)));
  }

  static String each(Demand demand) {
    return "%d fps × %d KB".formatted(demand.fps(), demand.frame() / 1_000);
  }

  private static String told(Share share) {
    return "%s %.0f %%".formatted(share.of(), 100 * share.used());
  }

  static String faults(List<Drill> drills) {
    return FAULTS
        + drills.stream()
            .map(
                drill ->
                    row(
                        drill.fault().words(),
                        number(drill.struck()),
                        decimal(2, drill.silence()) + " s",
                        drill.othersSilence() == 0 ? "–" : decimal(2, drill.othersSilence()) + " s",
                        decimal(1, drill.edgeBits() / 1e9) + " Gbit/s"))
            .collect(Collectors.joining());
  }

  /** Viewers of one edge, and what bounds them. */
  static String edges(List<List<Plan>> plans) {
    return EDGES
        + plans.stream()
            .map(
                pair ->
                    row(
                        decimal(0, pair.get(0).hardware().linkBits() / 1e9) + " Gbit/s",
                        bound(pair.get(0)),
                        bound(pair.get(1))))
            .collect(Collectors.joining());
  }

  private static String bound(Plan plan) {
    Bound first = plan.first();
    return "%s: %s".formatted(number(plan.bound(first)), first.words());
  }

  static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String decimal(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
