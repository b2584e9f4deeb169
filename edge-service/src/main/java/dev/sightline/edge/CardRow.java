package dev.sightline.edge;

import dev.sightline.drawing.Lettering;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of words on an offline card.
 *
 * @param text short enough for the card
 * @param style how it is written
 */
record CardRow(String text, Lettering style) {

  /** Words that are too long for one row are first written smaller, but no smaller than this. */
  private static final double SMALLEST = 0.6;

  private static final String MORE = "…";

  /**
   * Rows that hold {@code text}, its end left out if it doesn't fit.
   *
   * @param most number of rows
   * @param width of the rows in pixels
   */
  static List<CardRow> of(String text, int most, double width, Lettering style) {
    List<String> lines = balance(text, most, width, style);
    double longest = lines.stream().mapToDouble(style::length).max().orElse(0);
    Lettering fitting = style.times(Math.max(SMALLEST, Math.min(1, width / longest)));
    return lines.stream().map(line -> new CardRow(cut(line, width, fitting), fitting)).toList();
  }

  /** Rows of about the same length look better than a full one and a rest. */
  private static List<String> balance(String text, int most, double width, Lettering style) {
    List<String> lines = wrap(text, most, width, style);
    for (double narrower = width; narrower > width / 2; narrower -= width / 32) {
      List<String> shorter = wrap(text, most, narrower, style);
      double limit = narrower;
      if (shorter.size() > lines.size()
          || shorter.stream().anyMatch(line -> style.length(line) > limit)) {
        return lines;
      }
      lines = shorter;
    }
    return lines;
  }

  /** Words go to the next row while there is one; the last takes all that are left. */
  private static List<String> wrap(String text, int most, double width, Lettering style) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (line.isEmpty() || style.length(longer) <= width || lines.size() == most - 1) {
        line = longer;
      } else {
        lines.add(line);
        line = word;
      }
    }
    if (!line.isEmpty()) {
      lines.add(line);
    }
    return lines;
  }

  private static String cut(String line, double width, Lettering style) {
    String text = line;
    for (int end = line.length(); end > 0 && style.length(text) > width; end--) {
      text = line.substring(0, end - 1).strip() + MORE;
    }
    return text;
  }

  /** From the top of this row to the top of the next one, in pixels. */
  double leading() {
    return 1.7 * style.height();
  }

  /** Draws it with the middle of its top at (x, y). */
  void draw(Graphics2D graphics, double x, double y) {
    style.draw(graphics, text, x - style.length(text) / 2, y);
  }
}
