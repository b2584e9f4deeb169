package dev.sightline.drawing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/**
 * A style of writing: draws lines of text from {@link Glyph}s.
 *
 * @param height of the pen's path in pixels, from the top of a character to its foot
 * @param gap between two characters, as a share of the height
 * @param pen width of a stroke, as a share of the height
 * @param color of the ink
 */
public record Lettering(double height, double gap, double pen, Color color) {

  /** Draws {@code text} with its top left corner at (x, y), in pixels. */
  public void draw(Graphics2D graphics, String text, double x, double y) {
    Path2D line = new Path2D.Double();
    double end = x;
    for (int i = 0; i < text.length(); i++) {
      Glyph glyph = Glyph.of(text.charAt(i));
      AffineTransform place = AffineTransform.getTranslateInstance(end, y);
      place.scale(unit(), unit());
      line.append(glyph.strokes().getPathIterator(place), false);
      end += glyph.width() * unit() + gap * height;
    }
    graphics.setColor(color);
    graphics.setStroke(stroke());
    graphics.draw(line);
  }

  /** How far apart in pixels the starts of two texts are that follow each other on a line. */
  public double advance(String text) {
    double glyphs = text.chars().mapToDouble(c -> Glyph.of((char) c).width()).sum();
    return glyphs * unit() + text.length() * gap * height;
  }

  /** How long the text is in pixels, from its first glyph to its last. */
  public double length(String text) {
    return text.isEmpty() ? 0 : advance(text) - gap * height;
  }

  /** The same style in another size. */
  public Lettering times(double factor) {
    return new Lettering(factor * height, gap, pen, color);
  }

  private double unit() {
    return height / Glyph.HEIGHT;
  }

  private BasicStroke stroke() {
    return new BasicStroke((float) (pen * height), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }
}
