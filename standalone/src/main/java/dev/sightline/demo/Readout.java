package dev.sightline.demo;

import dev.sightline.drawing.Lettering;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * The text in the picture: a clock to hold against another one, by which delay becomes visible, and
 * the frame's number, by which loss does.
 *
 * <p>All positions and sizes are in the harbour's units. One thread at a time.
 */
final class Readout {

  /** Pictures narrower than this, in pixels, show only the figures, as large as they can. */
  private static final int NARROW = 240;

  private static final double LEFT = 60;
  private static final double RULE_LENGTH = 735;

  private static final Color BRIGHT = new Color(0xFFF8EC);
  private static final Color SOFT = new Color(0xD9DEEC);
  private static final Color FAINT = new Color(0x38FFF8EC, true);

  private final ZoneId zone;
  private final boolean narrow;
  private final double unit;
  private final double right;
  private final Line clock;
  private final Line millis;
  private final Line number;

  /**
   * @param zone whose time of day is shown
   */
  Readout(Harbour harbour, ZoneId zone) {
    this.zone = zone;
    narrow = harbour.width() < NARROW;
    unit = harbour.unit();
    right = harbour.width() / unit;
    if (narrow) {
      clock = line(56, 60, 126, 0.27, 0.13, BRIGHT);
      millis = line(56, 230, 104, 0.27, 0.13, SOFT);
      number = line(56, 384, 104, 0.27, 0.13, SOFT);
    } else {
      clock = line(LEFT, 124, 94, 0.27, 0.095, BRIGHT);
      millis = line(LEFT + clock.advance("00:00:00"), 124 + 47, 47, 0.27, 0.11, SOFT);
      number = line(LEFT, 274, 22, 0.4, 0.13, SOFT);
    }
  }

  /** Draws what every picture has in common. */
  void drawStill(Graphics2D graphics) {
    if (!narrow) {
      line(LEFT, 56, 20, 0.55, 0.14, BRIGHT).draw(graphics, "SIGHTLINE");
      drawBadge(graphics, "DEMO");
      fill(graphics, FAINT, LEFT, 246, RULE_LENGTH, 4);
    }
  }

  /** Draws what is of this moment. */
  void draw(Graphics2D graphics, long frameNumber, Instant now) {
    LocalTime time = LocalTime.ofInstant(now, zone);
    int thousandths = time.get(ChronoField.MILLI_OF_SECOND);
    clock.draw(
        graphics, format("%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond()));
    millis.draw(graphics, format(".%03d", thousandths));
    number.draw(graphics, format(narrow ? "%06d" : "FRAME %06d", frameNumber));
    if (!narrow) {
      // A line that fills once a second, so that uneven motion shows at a glance.
      fill(graphics, BRIGHT, LEFT, 246, RULE_LENGTH * thousandths / 1000, 4);
    }
  }

  /** The only part of the picture that depends on the frame's number, in pixels. */
  Rectangle2D numberArea() {
    double height = number.lettering().height();
    return new Rectangle2D.Double(0, number.y() - 0.2 * height, right * unit, 1.4 * height);
  }

  private void drawBadge(Graphics2D graphics, String text) {
    double length = line(0, 0, 20, 0.55, 0.14, BRIGHT).advance(text);
    Line badge = line(right - LEFT - length, 56, 20, 0.55, 0.14, BRIGHT);
    fill(graphics, FAINT, right - LEFT - length - 20, 43, length + 29, 46);
    badge.draw(graphics, text);
  }

  private void fill(
      Graphics2D graphics, Color color, double x, double y, double length, double height) {
    double round = height * unit;
    graphics.setColor(color);
    graphics.fill(
        new RoundRectangle2D.Double(x * unit, y * unit, length * unit, round, round, round));
  }

  private Line line(double x, double y, double height, double gap, double pen, Color color) {
    return new Line(x * unit, y * unit, unit, new Lettering(height * unit, gap, pen, color));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
