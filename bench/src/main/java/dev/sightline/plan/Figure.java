package dev.sightline.plan;

import dev.sightline.chaos.Svg;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** What was found, as a picture. */
final class Figure {

  private static final int LEFT = 260;
  private static final int WIDTH = 640;
  private static final int RIGHT = 80;
  private static final int LINE = 18;
  private static final String WORDS = "#222";
  private static final String FAINT = "#777";
  private static final String PALE = "#eef1f5";
  private static final String BLUE = "#3b6fb6";
  private static final String ORANGE = "#d9902f";
  private static final String GREY = "#8a94a3";
  private static final String RED = "#d62828";

  private final Svg svg = new Svg();
  private int y = 24;

  private Figure() {}

  static String of(List<Findings> findings, List<Drill> drills) {
    Figure figure = new Figure();
    figure.nodes(findings);
    figure.ages(findings);
    figure.faults(drills);
    return figure.svg.document(LEFT + WIDTH + RIGHT, figure.y);
  }

  private void title(String words) {
    svg.text(10, y, words, "start", "#000");
    y += 8;
  }

  /** Nodes on a scale of powers of ten. */
  private void nodes(List<Findings> findings) {
    title("Nodes of 8 cores and 10 Gbit/s");
    double decades = 4;
    for (Findings found : findings) {
      label(found);
      int nodes = found.plan().nodes();
      double width = WIDTH * Math.log10(nodes) / decades;
      svg.box(LEFT, y, WIDTH, LINE - 5, PALE, 1);
      svg.box(LEFT, y, width, LINE - 5, colour(found), 1);
      svg.text(LEFT + width + 6, y + 10, String.format(Locale.ROOT, "%,d", nodes), "start", WORDS);
      y += LINE;
    }
    for (int decade = 0; decade <= decades; decade++) {
      String number = String.format(Locale.ROOT, "%,d", (int) Math.pow(10, decade));
      svg.text(LEFT + WIDTH * decade / decades, y + 8, number, "middle", FAINT);
    }
    y += 2 * LINE + 10;
  }

  /** From the median to what one in a hundred exceeds. */
  private void ages(List<Findings> findings) {
    title(
        "Age of pictures at their viewers: half of them are younger than the left end of a bar,"
            + " 99 % are younger than its right end");
    double oldest = findings.stream().mapToDouble(one -> one.gauge().ageMillis(99)).max().orElse(1);
    double most = 100 * Math.ceil(oldest / 100);
    for (Findings found : findings) {
      label(found);
      double half = WIDTH * found.gauge().ageMillis(50) / most;
      double nearlyAll = WIDTH * found.gauge().ageMillis(99) / most;
      svg.box(LEFT, y, WIDTH, LINE - 5, PALE, 1);
      svg.box(LEFT + half, y, Math.max(2, nearlyAll - half), LINE - 5, colour(found), 1);
      y += LINE;
    }
    for (int tick = 0; tick <= most; tick += 50) {
      svg.text(LEFT + WIDTH * tick / most, y + 8, tick + " ms", "middle", FAINT);
    }
    y += 2 * LINE + 10;
  }

  /** On a scale of powers of ten, from a hundredth of a second on. */
  private void faults(List<Drill> drills) {
    title(
        "Longest time without a new picture, 100,000 viewers of one stream of 25 fps: of those whom"
            + " the fault strikes, and of all others");
    for (Drill drill : drills) {
      svg.text(LEFT - 8, y + 16, drill.fault().words(), "end", WORDS);
      silence(drill.silence(), RED);
      silence(drill.othersSilence(), GREY);
      y += 8;
    }
    for (int decade = -2; decade <= 2; decade++) {
      double x = LEFT + WIDTH * (decade + 2) / 4.0;
      svg.text(x, y + 4, number(Math.pow(10, decade)) + " s", "middle", FAINT);
    }
    y += LINE;
  }

  private void silence(double seconds, String colour) {
    int height = 11;
    svg.box(LEFT, y, WIDTH, height, PALE, 1);
    if (seconds > 0) {
      double width = WIDTH * (2 + Math.log10(seconds)) / 4;
      svg.box(LEFT, y, width, height, colour, 1);
      svg.text(
          LEFT + width + 6,
          y + 9,
          number(Math.round(100 * seconds) / 100.0) + " s",
          "start",
          WORDS);
    }
    y += height;
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private void label(Findings found) {
    Demand demand = found.plan().demand();
    String words =
        String.format(
            Locale.ROOT,
            "%,d viewers, %s, %s",
            demand.viewers(),
            demand.streams() == 1 ? "1 stream" : demand.streams() + " streams",
            Tables.each(demand));
    svg.text(LEFT - 8, y + 10, words, "end", WORDS);
  }

  private static String colour(Findings found) {
    return found.plan().demand().fps() == 25 ? BLUE : ORANGE;
  }
}
