package dev.sightline.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;

/** What stands still: the sky at dusk, hills, the sea and a lighthouse. One thread at a time. */
final class Backdrop {

  private static final Color LAND = new Color(0x0E1729);
  private static final Color WALL = new Color(0xCFC4CC);
  private static final Color BAND = new Color(0x8E3B46);
  private static final Color GLASS = new Color(0xFFE2A6);

  private final Harbour harbour;
  private final double unit;

  Backdrop(Harbour harbour) {
    this.harbour = harbour;
    this.unit = harbour.unit();
  }

  void draw(Graphics2D graphics) {
    drawSky(graphics);
    drawStars(graphics);
    drawSun(graphics);
    drawHills(graphics);
    drawSea(graphics);
    drawHeadland(graphics);
    drawTower(graphics);
    Wave.ALL.forEach(wave -> wave.drawStill(graphics, harbour));
  }

  private void drawSky(Graphics2D graphics) {
    float[] stops = {0f, 0.42f, 0.72f, 0.9f, 1f};
    int[] colors = {0x0B1730, 0x20365F, 0x564B78, 0xB0687C, 0xEFA678};
    fillDown(graphics, 0, harbour.horizon(), stops, colors);
  }

  private void drawStars(Graphics2D graphics) {
    Random sky =
        new Random(23); // a fixed seed: the same sky every time, and no star behind the title
    double reach = 0.55 * harbour.horizon();
    for (int i = 0; i < 70; i++) {
      double x = sky.nextDouble() * harbour.width();
      double y = sky.nextDouble() * reach;
      int alpha = 30 + (int) (190 * (1 - y / reach) * sky.nextDouble());
      graphics.setColor(new Color(255, 250, 235, alpha));
      graphics.fill(disc(x, y, (0.5 + 0.8 * sky.nextDouble()) * unit));
    }
  }

  private void drawSun(Graphics2D graphics) {
    double x = harbour.sunX();
    double y = harbour.horizon() - 8 * unit;
    float radius = (float) (260 * unit);
    float[] stops = {0f, 0.35f, 1f};
    Color[] colors = {
      new Color(0xA8FFCF94, true), new Color(0x48FFB98A, true), new Color(0xFFB98A, true)
    };
    graphics.setPaint(new RadialGradientPaint((float) x, (float) y, radius, stops, colors));
    graphics.fill(disc(x, y, radius));
    graphics.setColor(new Color(0xFFE0B0));
    graphics.fill(disc(x, y, 34 * unit));
  }

  private void drawHills(Graphics2D graphics) {
    graphics.setColor(new Color(0x6B5273));
    graphics.fill(ridge(34, 2.2, 2.6));
    graphics.setColor(new Color(0x463F66));
    graphics.fill(ridge(17, 3.7, 0.4));
  }

  /** A line of hills that stands on the horizon; the waves in it are counted across the width. */
  private Path2D ridge(double top, double waves, double phase) {
    Path2D ridge = new Path2D.Double();
    ridge.moveTo(0, harbour.horizon());
    for (int i = 0; i <= 60; i++) {
      double across = i / 60.0;
      double angle = 2 * Math.PI * waves * across + phase;
      double rise = 0.5 + 0.32 * Math.sin(angle) + 0.18 * Math.sin(2.3 * angle);
      ridge.lineTo(across * harbour.width(), harbour.horizon() - top * unit * rise);
    }
    ridge.lineTo(harbour.width(), harbour.horizon());
    return ridge;
  }

  private void drawSea(Graphics2D graphics) {
    float[] stops = {0f, 0.12f, 0.5f, 1f};
    int[] colors = {0xB5788A, 0x6A5A80, 0x2B3F66, 0x101D38};
    fillDown(graphics, harbour.horizon(), harbour.height(), stops, colors);
    drawGlitter(graphics);
  }

  /** The sun's path on the water: strokes that grow wider and rarer towards the shore. */
  private void drawGlitter(Graphics2D graphics) {
    double depth = harbour.height() - harbour.horizon();
    for (int i = 0; i < 11; i++) {
      double near = i / 11.0;
      double half = (24 + 46 * near * ((i % 3) + 1) / 2) * unit;
      double y = harbour.horizon() + (0.03 + 0.8 * near * near) * depth;
      double thick = (1.6 + 3 * near) * unit;
      double x = harbour.sunX() + ((i * 37) % 23 - 11) * near * 2 * unit;
      graphics.setColor(new Color(255, 205, 150, (int) (150 * (1 - near)) + 15));
      graphics.fill(new Ellipse2D.Double(x - half, y, 2 * half, thick));
    }
  }

  private void drawHeadland(Graphics2D graphics) {
    double x = harbour.towerX();
    double y = harbour.horizon();
    Path2D land = new Path2D.Double();
    land.moveTo(x - 190 * unit, y + 22 * unit);
    land.quadTo(x - 110 * unit, y + 12 * unit, x - 70 * unit, y - 6 * unit);
    land.quadTo(x - 40 * unit, y - 22 * unit, x + 6 * unit, y - 20 * unit);
    land.quadTo(x + 70 * unit, y - 20 * unit, harbour.width(), y - 44 * unit);
    land.lineTo(harbour.width(), y + 40 * unit);
    land.quadTo(x - 40 * unit, y + 30 * unit, x - 190 * unit, y + 22 * unit);
    land.closePath();
    graphics.setColor(LAND);
    graphics.fill(land);
  }

  private void drawTower(Graphics2D graphics) {
    double foot = harbour.horizon() - 14 * unit;
    double top = harbour.lampY() + 9 * unit;
    graphics.setColor(WALL);
    graphics.fill(section(foot, top, 0, 1));
    graphics.setColor(BAND);
    graphics.fill(section(foot, top, 0.2, 0.4));
    graphics.fill(section(foot, top, 0.6, 0.8));
    graphics.setColor(LAND);
    graphics.fill(box(top - 2, 20, 4));
    graphics.fill(box(harbour.lampY() - 12 * unit, 15, 5));
    graphics.fill(roof(harbour.lampY() - 11 * unit));
    graphics.setColor(GLASS);
    graphics.fill(box(harbour.lampY() - 7 * unit, 10, 14));
  }

  /** The part of the tapering tower between two shares of its height. */
  private Path2D section(double foot, double top, double from, double to) {
    double x = harbour.towerX();
    double low = (13 - 5 * from) * unit;
    double high = (13 - 5 * to) * unit;
    Path2D section = new Path2D.Double();
    section.moveTo(x - low, foot + (top - foot) * from);
    section.lineTo(x - high, foot + (top - foot) * to);
    section.lineTo(x + high, foot + (top - foot) * to);
    section.lineTo(x + low, foot + (top - foot) * from);
    section.closePath();
    return section;
  }

  private Path2D roof(double y) {
    Path2D roof = new Path2D.Double();
    roof.moveTo(harbour.towerX() - 9 * unit, y);
    roof.lineTo(harbour.towerX(), y - 12 * unit);
    roof.lineTo(harbour.towerX() + 9 * unit, y);
    roof.closePath();
    return roof;
  }

  private Rectangle2D box(double y, double units, double unitsHigh) {
    double wide = units * unit;
    return new Rectangle2D.Double(harbour.towerX() - wide / 2, y, wide, unitsHigh * unit);
  }

  private void fillDown(Graphics2D graphics, double from, double to, float[] stops, int[] rgb) {
    Color[] colors = new Color[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      colors[i] = new Color(rgb[i]);
    }
    graphics.setPaint(new LinearGradientPaint(0, (float) from, 0, (float) to, stops, colors));
    graphics.fill(new Rectangle2D.Double(0, from, harbour.width(), to - from));
  }

  private static Ellipse2D disc(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }
}
