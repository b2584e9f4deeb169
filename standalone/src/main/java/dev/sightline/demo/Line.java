package dev.sightline.demo;

import dev.sightline.drawing.Lettering;
import java.awt.Graphics2D;

/**
 * A place for text in the picture.
 *
 * @param x of its left end in pixels
 * @param y of its upper end in pixels
 * @param unit pixels per unit
 * @param lettering how it is written
 */
record Line(double x, double y, double unit, Lettering lettering) {

  void draw(Graphics2D graphics, String text) {
    lettering.draw(graphics, text, x, y);
  }

  /** How long the text is with the gap that follows it, in units. */
  double advance(String text) {
    return lettering.advance(text) / unit;
  }
}
