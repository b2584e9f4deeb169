package dev.sightline.chaos;

import java.util.Locale;

/** A drawing of boxes, lines and words, on white. */
public final class Svg {

  private final StringBuilder shapes = new StringBuilder();

  public void box(double x, double y, double width, double height, String colour, double opacity) {
    add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" opacity=\"%.2f\"/>",
        x, y, width, height, colour, opacity);
  }

  /**
   * @param points pairs of coordinates, as SVG has them
   */
  public void line(String points, String colour) {
    add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"/>", points, colour);
  }

  /**
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  public void text(double x, double y, String words, String anchor, String colour) {
    String escaped = words.replace("&", "&amp;").replace("<", "&lt;");
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
        x, y, anchor, colour, escaped);
  }

  private void add(String shape, Object... values) {
    shapes.append(String.format(Locale.ROOT, shape, values)).append('\n');
  }

  public String document(int width, int height) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" \
        viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="10">
        <rect width="100%%" height="100%%" fill="#fff"/>
        %3$s</svg>
        """
        .formatted(width, height, shapes);
  }
}
