package dev.sightline.demo;

import dev.sightline.drawing.Canvas;
import dev.sightline.drawing.JpegEncoder;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Draws the demo camera's pictures: the time, the frame's number, and a scene that moves smoothly.
 *
 * <p>Works without a display and without fonts. One thread at a time: the image and the JPEG writer
 * are used again for each picture. Close it to free the writer's native memory.
 */
final class DemoPicture implements AutoCloseable {

  static {
    Canvas.stayOffDisplay();
  }

  private final BufferedImage backdrop;
  private final BufferedImage picture;
  private final Graphics2D graphics;
  private final Movement movement;
  private final Readout readout;
  private final JpegEncoder encoder;

  /**
   * @param width of the picture in pixels
   * @param height of the picture in pixels
   * @param quality of the JPEG, 0 to 1
   * @param zone whose time of day is shown
   */
  DemoPicture(int width, int height, double quality, ZoneId zone) {
    Harbour harbour = new Harbour(width, height);
    movement = new Movement(harbour);
    readout = new Readout(harbour, zone);
    backdrop = Canvas.create(width, height);
    drawBackdrop(new Backdrop(harbour));
    picture = Canvas.create(width, height);
    graphics = Canvas.smooth(picture);
    encoder = new JpegEncoder(width, height, quality);
  }

  /** Draws the picture of this moment and returns it as a baseline JPEG of its own. */
  byte[] jpeg(long frameNumber, Instant now) {
    graphics.drawImage(backdrop, 0, 0, null);
    movement.draw(graphics, now.toEpochMilli() / 1000.0 % Movement.CYCLE);
    readout.draw(graphics, frameNumber, now);
    return encoder.encode(picture);
  }

  /** The only part of the picture that depends on the frame's number, in pixels. */
  Rectangle2D numberArea() {
    return readout.numberArea();
  }

  @Override
  public void close() {
    graphics.dispose();
    encoder.close();
  }

  private void drawBackdrop(Backdrop scene) {
    Graphics2D once = Canvas.smooth(backdrop);
    scene.draw(once);
    readout.drawStill(once);
    once.dispose();
  }
}
