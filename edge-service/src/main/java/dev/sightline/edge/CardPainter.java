package dev.sightline.edge;

import dev.sightline.drawing.Canvas;
import dev.sightline.drawing.JpegEncoder;
import dev.sightline.drawing.Lettering;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Draws an offline card: a camera struck through, and below it the words, one under the other in
 * the middle. Sizes are in units, of which 720 x 540 fit into any picture.
 */
final class CardPainter {

  static {
    Canvas.stayOffDisplay();
  }

  private static final double QUALITY = 0.8;
  private static final double UNITS_WIDE = 720;
  private static final double UNITS_HIGH = 540;

  /** Pictures narrower than this, in pixels, show only the statement, as large as they can. */
  private static final int NARROW = 200;

  private static final Color GROUND = new Color(0x1B2027);
  private static final Color BRIGHT = new Color(0xF5F2EC);
  private static final Color SOFT = new Color(0xB4BFCC);
  private static final Color FAINT = new Color(0x8793A1);
  private static final Color ACCENT = new Color(0xE5A955);

  private static final double ICON_HEIGHT = 70;
  private static final double BLOCK_GAP = 13;

  private final CardFace face;
  private final double unit;
  private final BufferedImage picture;
  private final Graphics2D graphics;

  private CardPainter(CardFace face) {
    this.face = face;
    this.unit = Math.min(face.width() / UNITS_WIDE, face.height() / UNITS_HIGH);
    this.picture = Canvas.create(face.width(), face.height());
    this.graphics = Canvas.smooth(picture);
  }

  /** The card as a baseline JPEG. */
  static byte[] paint(CardFace face) {
    CardPainter painter = new CardPainter(face);
    painter.draw();
    painter.graphics.dispose();
    try (JpegEncoder encoder = new JpegEncoder(face.width(), face.height(), QUALITY)) {
      return encoder.encode(painter.picture);
    }
  }

  private void draw() {
    drawBackground();
    double middle = face.height() / 2.0;
    if (face.width() < NARROW) {
      drawBlocks(middle, List.of(rows(face.statement(), 4, style(66, 0.27, 0.12, BRIGHT))));
      return;
    }
    List<List<CardRow>> blocks =
        List.of(
            rows(face.name(), 1, style(30, 0.45, 0.12, SOFT)),
            rows(face.statement(), 2, style(42, 0.29, 0.115, BRIGHT)),
            rows(face.reason(), 3, style(24, 0.36, 0.12, FAINT)));
    double top = drawBlocks(middle + 0.75 * ICON_HEIGHT * unit, blocks);
    drawIcon(face.width() / 2.0, top - ICON_HEIGHT * unit);
  }

  private Lettering style(double height, double gap, double pen, Color color) {
    return new Lettering(height * unit, gap, pen, color);
  }

  private List<CardRow> rows(String text, int most, Lettering style) {
    return CardRow.of(text, most, 0.86 * face.width(), style);
  }

  /** Draws all rows with their centre at {@code middle}; returns where the first begins. */
  private double drawBlocks(double middle, List<List<CardRow>> blocks) {
    double gap = BLOCK_GAP * unit;
    double height = (blocks.size() - 1) * gap;
    for (List<CardRow> rows : blocks) {
      height += rows.stream().mapToDouble(CardRow::leading).sum();
    }
    double top = middle - height / 2;
    double y = top;
    for (List<CardRow> rows : blocks) {
      for (CardRow row : rows) {
        row.draw(graphics, face.width() / 2.0, y);
        y += row.leading();
      }
      y += gap;
    }
    return top;
  }

  private void drawBackground() {
    graphics.setColor(GROUND);
    graphics.fillRect(0, 0, face.width(), face.height());
  }

  /** A camera seen from its side, its middle at (x, y). */
  private void drawIcon(double x, double y) {
    Graphics2D icon = (Graphics2D) graphics.create();
    icon.translate(x, y);
    icon.scale(unit, unit);
    icon.setStroke(new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    icon.setColor(FAINT);
    icon.draw(new RoundRectangle2D.Double(-46, -26, 66, 52, 16, 16));
    icon.draw(polygon(30, -7, 50, -20, 50, 20, 30, 7));
    Path2D strike = new Path2D.Double();
    strike.moveTo(-40, 40);
    strike.lineTo(40, -40);
    // A gap on both sides of the line, so that it stays clear where it crosses the others.
    icon.setColor(GROUND);
    icon.setStroke(new BasicStroke(17, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    icon.draw(strike);
    icon.setColor(ACCENT);
    icon.setStroke(new BasicStroke(6, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    icon.draw(strike);
    icon.dispose();
  }

  private static Path2D polygon(double... points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    path.closePath();
    return path;
  }
}
