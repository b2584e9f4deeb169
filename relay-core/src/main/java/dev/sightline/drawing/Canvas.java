package dev.sightline.drawing;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Where pictures are drawn: in memory, without a display. */
public final class Canvas {

  private Canvas() {}

  /**
   * To be called before the first use of Java2D, which a colour is already: on a desktop it would
   * connect to the display, or fail to.
   */
  public static void stayOffDisplay() {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  /** A black picture of the kind that {@link JpegEncoder} takes. */
  public static BufferedImage create(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }

  /** Draws on {@code picture} with smooth edges; to be disposed of. */
  public static Graphics2D smooth(BufferedImage picture) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    return graphics;
  }
}
