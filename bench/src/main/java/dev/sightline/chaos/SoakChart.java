package dev.sightline.chaos;

import dev.sightline.chaos.Reading.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A soak as a picture: a chart for each quantity, with a line for each node. */
final class SoakChart {

  private static final int LEFT = 110;
  private static final int WIDTH = 1_000;
  private static final int HEIGHT = 120;
  private static final int GAP = 36;
  private static final List<String> COLOURS =
      List.of("#3b6fb6", "#d9902f", "#5b9e62", "#8d6bb0", "#b0413e", "#444");

  private SoakChart() {}

  static String of(List<Reading> readings, String verdict) {
    Svg svg = new Svg();
    svg.text(10, 16, verdict, "start", "#000");
    List<String> nodes = readings.stream().map(Reading::node).distinct().toList();
    for (int i = 0; i < nodes.size(); i++) {
      svg.text(LEFT + 80 * i, 32, nodes.get(i), "start", colour(i));
    }
    int top = 60;
    for (Quantity quantity : Quantity.values()) {
      chart(svg, readings, nodes, quantity, top);
      top += HEIGHT + GAP;
    }
    return svg.document(LEFT + WIDTH + 20, top);
  }

  private static void chart(
      Svg svg, List<Reading> readings, List<String> nodes, Quantity quantity, int top) {
    long most = readings.stream().mapToLong(one -> one.value(quantity)).max().orElse(1);
    long seconds = Math.max(1, readings.get(readings.size() - 1).seconds());
    svg.box(LEFT, top, WIDTH, HEIGHT, "#f3f3f3", 1);
    svg.text(LEFT - 6, top + 8, quantity.told(most), "end", "#222");
    svg.text(LEFT - 6, top + HEIGHT, "0", "end", "#222");
    svg.text(LEFT, top - 4, quantity.words(), "start", "#000");
    svg.text(LEFT + WIDTH, top + HEIGHT + 12, seconds + " s", "end", "#777");
    for (int i = 0; i < nodes.size(); i++) {
      String node = nodes.get(i);
      String points =
          readings.stream()
              .filter(one -> one.node().equals(node))
              .map(one -> point(one, quantity, top, (double) WIDTH / seconds, most))
              .collect(Collectors.joining(" "));
      svg.line(points, colour(i));
    }
  }

  private static String point(
      Reading reading, Quantity quantity, int top, double perSecond, long most) {
    double x = LEFT + perSecond * reading.seconds();
    double y = top + HEIGHT * (1 - (double) reading.value(quantity) / Math.max(1, most));
    return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
  }

  private static String colour(int node) {
    return COLOURS.get(node % COLOURS.size());
  }
}
