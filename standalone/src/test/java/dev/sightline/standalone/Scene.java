package dev.sightline.standalone;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** What cameras might see, drawn on 640 x 360 pixels; for pictures of the pages. */
enum Scene {
  GARDEN {
    @Override
    void draw(Graphics2D graphics, double time) {
      sky(graphics, 0x8EC5F0, 0xE6F3FB, 260);
      disc(graphics, 0xFFF3B8, 535, 62, 30);
      cloud(graphics, 90 + 12 * time % 700, 70);
      cloud(graphics, 370 + 8 * time % 500, 110);
      hill(graphics, 0x8DB98A, 190, 34, 0.7);
      hill(graphics, 0x6FA368, 220, 22, 2.4);
      box(graphics, 0x5C9152, 0, 245, 640, 115);
      for (int x = -8; x < 640; x += 34) {
        box(graphics, 0xF3EEE3, x, 206, 14, 62);
      }
      box(graphics, 0xE2DACB, 0, 222, 640, 8);
      box(graphics, 0x6B4A33, 148, 150, 18, 130);
      double sway = 4 * Math.sin(time);
      disc(graphics, 0x3F7A42, 130 + sway, 132, 52);
      disc(graphics, 0x4B8A4C, 182 + sway, 120, 58);
      disc(graphics, 0x5A9C58, 156 + sway, 92, 46);
      for (int i = 0; i < 22; i++) {
        int color = i % 3 == 0 ? 0xF2C14E : i % 3 == 1 ? 0xE4717A : 0xFFFFFF;
        disc(graphics, color, 250 + i * 53 % 360, 290 + i * 31 % 54, 4.5);
      }
    }
  },
  STREET {
    @Override
    void draw(Graphics2D graphics, double time) {
      sky(graphics, 0xC9D3DC, 0xEEF1F3, 210);
      int[] walls = {0xB5654A, 0xD9C7A3, 0x8A9BA8, 0xC98F6B, 0xA9B18F};
      for (int i = 0; i < walls.length; i++) {
        int top = 60 + i * 47 % 60;
        box(graphics, walls[i], i * 130, top, 122, 210 - top);
        for (int y = top + 16; y < 180; y += 38) {
          for (int x = 14; x < 110; x += 34) {
            box(graphics, 0x3E4A57, i * 130 + x, y, 18, 22);
          }
        }
      }
      box(graphics, 0xB9BBBD, 0, 210, 640, 26);
      box(graphics, 0x55585C, 0, 236, 640, 124);
      for (int x = -40; x < 640; x += 90) {
        box(graphics, 0xE9E6D8, x, 293, 46, 5);
      }
      car(graphics, 0xC0392B, -130 + 90 * time % 770, 232, 1);
      car(graphics, 0x2F6EA5, 640 - 70 * time % 800, 300, 1.2);
    }
  },
  PRINTER {
    @Override
    void draw(Graphics2D graphics, double time) {
      sky(graphics, 0x2A2E33, 0x3B4047, 360);
      box(graphics, 0x191B1E, 0, 300, 640, 60);
      box(graphics, 0x111315, 140, 40, 24, 262);
      box(graphics, 0x111315, 476, 40, 24, 262);
      box(graphics, 0x111315, 140, 40, 360, 20);
      box(graphics, 0x4A5058, 190, 288, 260, 12);
      int layers = 8 + (int) (time / 4) % 14;
      for (int i = 0; i < layers; i++) {
        double half = 62 - 18 * Math.sin(i / 5.0);
        box(graphics, i % 2 == 0 ? 0xF08A3C : 0xE57C2C, 320 - half, 282 - 6 * i, 2 * half, 6);
      }
      double head = 320 + 58 * Math.sin(2.2 * time);
      double y = 282 - 6 * layers;
      box(graphics, 0x767D86, 164, y - 44, 312, 9);
      box(graphics, 0xC9CED4, head - 24, y - 62, 48, 44);
      disc(graphics, 0x5BD68B, head + 14, y - 52, 4);
      path(graphics, 0xB08D57, head - 7, y - 18, head + 7, y - 18, head, y - 2);
    }
  },
  YARD {
    @Override
    void draw(Graphics2D graphics, double time) {
      sky(graphics, 0x1B1D1F, 0x2D3032, 190);
      box(graphics, 0x4B4E50, 0, 186, 640, 174);
      box(graphics, 0x6C6F71, 360, 70, 240, 160);
      path(graphics, 0x585B5D, 340, 74, 480, 8, 620, 74);
      box(graphics, 0x8F9294, 396, 116, 96, 114);
      for (int y = 124; y < 228; y += 17) {
        box(graphics, 0x77797B, 398, y, 92, 3);
      }
      disc(graphics, 0xF4F6F7, 548, 104, 9);
      glow(graphics, 548, 104, 120);
      path(graphics, 0x66696B, 396, 230, 492, 230, 600, 360, 220, 360);
      double cat = 640 - 46 * time % 760;
      double step = 3 * Math.sin(6 * time);
      graphics.setColor(new Color(0x121314));
      graphics.fill(new Ellipse2D.Double(cat, 274, 62, 24));
      disc(graphics, 0x121314, cat - 4, 272, 13);
      path(graphics, 0x121314, cat - 15, 266, cat - 12, 252, cat - 5, 262);
      path(graphics, 0x121314, cat - 3, 262, cat + 2, 252, cat + 7, 266);
      disc(graphics, 0xFFFFFF, cat - 9, 271, 2.2);
      for (int leg = 0; leg < 4; leg++) {
        double swing = leg % 2 == 0 ? step : -step;
        box(graphics, 0x121314, cat + 8 + 13 * leg + swing, 290, 6, 18);
      }
    }
  },
  POND {
    @Override
    void draw(Graphics2D graphics, double time) {
      sky(graphics, 0xF4D9B8, 0xF9EBD5, 180);
      hill(graphics, 0x9C8FA0, 118, 26, 1.1);
      hill(graphics, 0x6E7F6C, 140, 14, 3.1);
      graphics.setPaint(
          new GradientPaint(0, 140, new Color(0xD8B893), 0, 360, new Color(0x48707E)));
      graphics.fill(new Rectangle2D.Double(0, 140, 640, 220));
      for (int i = 0; i < 26; i++) {
        double x = (i * 97 + 9 * time) % 680 - 40;
        graphics.setColor(new Color(255, 255, 255, 60));
        graphics.fill(new RoundRectangle2D.Double(x, 152 + i * 43 % 190, 44, 2.5, 3, 3));
      }
      duck(graphics, 90 + 22 * time % 620, 226, 1);
      duck(graphics, 10 + 22 * time % 620, 240, 0.7);
      duck(graphics, 470 - 14 * time % 600, 300, 1.3);
      graphics.setStroke(new BasicStroke(4));
      graphics.setColor(new Color(0x3D5A3A));
      for (int i = 0; i < 16; i++) {
        double lean = 5 * Math.sin(time + i);
        Path2D reed = new Path2D.Double();
        reed.moveTo(500 + 9 * i, 364);
        reed.quadTo(500 + 9 * i, 280, 506 + 9 * i + lean, 215 + i * 29 % 60);
        graphics.draw(reed);
      }
    }
  };

  /**
   * @param time in seconds, by which things move
   */
  abstract void draw(Graphics2D graphics, double time);

  private static void sky(Graphics2D graphics, int top, int bottom, int height) {
    graphics.setPaint(new GradientPaint(0, 0, new Color(top), 0, height, new Color(bottom)));
    graphics.fill(new Rectangle2D.Double(0, 0, 640, height));
  }

  private static void box(
      Graphics2D graphics, int color, double x, double y, double width, double height) {
    graphics.setColor(new Color(color));
    graphics.fill(new Rectangle2D.Double(x, y, width, height));
  }

  private static void disc(Graphics2D graphics, int color, double x, double y, double radius) {
    graphics.setColor(new Color(color));
    graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  private static void path(Graphics2D graphics, int color, double... corners) {
    Path2D path = new Path2D.Double();
    path.moveTo(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      path.lineTo(corners[i], corners[i + 1]);
    }
    path.closePath();
    graphics.setColor(new Color(color));
    graphics.fill(path);
  }

  private static void hill(Graphics2D graphics, int color, double y, double rise, double phase) {
    double[] corners = new double[2 * 43];
    for (int i = 0; i <= 40; i++) {
      corners[2 * i] = 16 * i;
      corners[2 * i + 1] = y - rise * Math.sin(i / 6.0 + phase);
    }
    corners[82] = 640;
    corners[83] = 360;
    corners[85] = 360;
    path(graphics, color, corners);
  }

  private static void cloud(Graphics2D graphics, double x, double y) {
    disc(graphics, 0xFFFFFF, x, y, 18);
    disc(graphics, 0xFFFFFF, x + 26, y - 10, 24);
    disc(graphics, 0xFFFFFF, x + 54, y, 18);
  }

  private static void glow(Graphics2D graphics, double x, double y, double radius) {
    for (double r = radius; r > 8; r *= 0.8) {
      graphics.setColor(new Color(255, 255, 255, 9));
      graphics.fill(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r));
    }
  }

  private static void car(Graphics2D graphics, int color, double x, double y, double scale) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    graphics.scale(scale, scale);
    path(graphics, color, 24, 0, 84, 0, 104, 20, 22 - 14, 20);
    graphics.setColor(new Color(color));
    graphics.fill(new RoundRectangle2D.Double(0, 18, 128, 24, 14, 14));
    path(graphics, 0xDDE8EF, 30, 4, 54, 4, 54, 18, 20, 18);
    path(graphics, 0xDDE8EF, 60, 4, 80, 4, 94, 18, 60, 18);
    disc(graphics, 0x1B1D1F, 28, 42, 12);
    disc(graphics, 0x1B1D1F, 100, 42, 12);
    graphics.setTransform(before);
  }

  private static void duck(Graphics2D graphics, double x, double y, double scale) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    graphics.scale(scale, scale);
    graphics.setColor(new Color(0x6A5344));
    graphics.fill(new Ellipse2D.Double(-22, -10, 44, 20));
    disc(graphics, 0x2E6B4F, 18, -14, 9);
    path(graphics, 0xE5A93C, 26, -15, 37, -12, 26, -9);
    graphics.setTransform(before);
  }
}
