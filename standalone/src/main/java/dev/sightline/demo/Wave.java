package dev.sightline.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * A swell across the whole width. Only the strip with its crests moves; what is below belongs to
 * the backdrop, since filling it anew would cost a quarter of all drawing.
 *
 * @param depth where it rolls, as a share of the way from the horizon to the shore
 * @param height from trough to crest, in the harbour's units
 * @param period seconds in which one wave follows the other; negative to roll to the left
 * @param color may let shine through what is behind
 */
record Wave(double depth, double height, double period, Color color) {

  /** From the horizon to the shore. */
  static final List<Wave> ALL =
      List.of(
          new Wave(0.28, 5, 10, new Color(0x553C4A74, true)),
          new Wave(0.52, 7, -8, new Color(0x77203257, true)),
          new Wave(0.78, 10, 6, new Color(0x12203C)));

  private static final int STEPS = 14;

  /** Draws what is below the moving strip. */
  void drawStill(Graphics2D graphics, Harbour harbour) {
    int foot = foot(harbour);
    graphics.setColor(color);
    graphics.fill(
        new Rectangle2D.Double(0, foot, harbour.width(), Math.max(0, harbour.height() - foot)));
  }

  /**
   * Draws the moving strip.
   *
   * @param seconds since any moment
   */
  void draw(Graphics2D graphics, Harbour harbour, double seconds) {
    double length = 34 * height * harbour.unit();
    double shift = 2 * Math.PI * seconds / period;
    double step = length / STEPS;
    Path2D strip = new Path2D.Double();
    strip.moveTo(0, foot(harbour));
    for (double x = 0; x < harbour.width() + step; x += step) {
      double angle = 2 * Math.PI * x / length - shift;
      strip.lineTo(x, middle(harbour) + 0.5 * height * harbour.unit() * Math.sin(angle));
    }
    strip.lineTo(harbour.width() + step, foot(harbour));
    strip.closePath();
    graphics.setColor(color);
    graphics.fill(strip);
  }

  private double middle(Harbour harbour) {
    return harbour.horizon() + depth * (harbour.height() - harbour.horizon());
  }

  /** The strip's lower edge, on a whole pixel so that no seam shows. */
  private int foot(Harbour harbour) {
    return (int) Math.ceil(middle(harbour) + 0.5 * height * harbour.unit());
  }
}
