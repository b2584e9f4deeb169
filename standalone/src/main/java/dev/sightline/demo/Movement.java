package dev.sightline.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.Paint;
import java.awt.RadialGradientPaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/**
 * What moves: the lighthouse's beam, a boat passing by, the waves.
 *
 * <p>Where a thing is follows from the time alone, not from the frame's number, so that it moves at
 * the same speed at any frame rate and a skipped frame shows as a jump. One thread at a time.
 */
final class Movement {

  /** Seconds after which all of it repeats; every period of a movement divides it. */
  static final double CYCLE = 3600;

  private static final double TURN = 7.2;
  private static final double PASSAGE = 60;
  private static final double ROLL = 4;

  private static final Color HULL = new Color(0x0E1729);
  private static final Color SAIL = new Color(0xF6E3D0);
  private static final Color JIB = new Color(0xE0B9A8);

  private final Harbour harbour;
  private final double unit;

  Movement(Harbour harbour) {
    this.harbour = harbour;
    this.unit = harbour.unit();
  }

  /**
   * @param seconds within the cycle
   */
  void draw(Graphics2D graphics, double seconds) {
    double turn = angle(seconds, TURN);
    drawBeam(graphics, turn);
    drawBeam(graphics, turn + Math.PI);
    drawFlash(graphics, turn);
    Wave.ALL.forEach(wave -> wave.draw(graphics, harbour, seconds));
    drawBoat(graphics, seconds);
  }

  /** One arm of the light, turning in the horizontal plane: longest when it points sideways. */
  private void drawBeam(Graphics2D graphics, double turn) {
    double sideways = Math.cos(turn);
    double nearer = Math.sin(turn);
    double x = harbour.towerX();
    double endX = x + 0.7 * harbour.width() * sideways;
    double endY = harbour.lampY() + 26 * unit * nearer;
    double half = (34 + 12 * nearer) * unit;
    Path2D beam = new Path2D.Double();
    beam.moveTo(x, harbour.lampY() - 3 * unit);
    beam.lineTo(endX, endY - half);
    beam.lineTo(endX, endY + half);
    beam.lineTo(x, harbour.lampY() + 3 * unit);
    beam.closePath();
    graphics.setPaint(fading(x, endX, 150 * Math.abs(sideways)));
    graphics.fill(beam);
  }

  private static Paint fading(double from, double to, double alpha) {
    Color[] colors = {light(alpha), light(0.4 * alpha), light(0)};
    // A gradient needs two different ends, which the beam has not when it points at the viewer.
    float end = (float) (Math.abs(to - from) < 1 ? from + 1 : to);
    return new LinearGradientPaint((float) from, 0, end, 0, new float[] {0, 0.35f, 1}, colors);
  }

  private static Color light(double alpha) {
    return new Color(255, 233, 184, (int) alpha);
  }

  /** The lamp, brightest when one of the two arms points at the viewer. */
  private void drawFlash(Graphics2D graphics, double turn) {
    double facing = Math.pow(Math.abs(Math.sin(turn)), 6);
    float radius = (float) ((26 + 40 * facing) * unit);
    float x = (float) harbour.towerX();
    float y = (float) harbour.lampY();
    double alpha = 130 + 110 * facing;
    Color[] colors = {light(alpha), light(0.3 * alpha), light(0)};
    graphics.setPaint(new RadialGradientPaint(x, y, radius, new float[] {0, 0.4f, 1}, colors));
    graphics.fill(new Ellipse2D.Float(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  private void drawBoat(Graphics2D graphics, double seconds) {
    double margin = 60 * unit;
    double way = seconds % PASSAGE / PASSAGE;
    double x = -margin + way * (harbour.width() + 2 * margin);
    double y = harbour.horizon() + 0.3 * (harbour.height() - harbour.horizon());
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y + 1.5 * unit * Math.sin(angle(seconds, ROLL)));
    graphics.rotate(0.04 * Math.sin(angle(seconds, ROLL) + 1));
    graphics.scale(unit, unit);
    fill(graphics, SAIL, 2, -62, 2, -10, 34, -10);
    fill(graphics, JIB, -3, -52, -3, -10, -24, -10);
    fill(graphics, HULL, -30, -6, 38, -6, 28, 8, -22, 8);
    graphics.setTransform(before);
  }

  private static void fill(Graphics2D graphics, Color color, double... corners) {
    Path2D shape = new Path2D.Double();
    shape.moveTo(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      shape.lineTo(corners[i], corners[i + 1]);
    }
    shape.closePath();
    graphics.setColor(color);
    graphics.fill(shape);
  }

  private static double angle(double seconds, double period) {
    return 2 * Math.PI * seconds / period;
  }
}
