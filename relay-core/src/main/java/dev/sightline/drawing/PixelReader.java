package dev.sightline.drawing;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Reads the lines of a decoded picture as it was stored, whatever its samples are.
 *
 * <p>Java2D would do it too, but takes gray for another color space than it is in and brightens it.
 */
interface PixelReader {

  /** Fills {@code argb} with line {@code y}, 8 bits per sample, colors not multiplied by alpha. */
  void read(int y, int[] argb);

  /** Reads pictures with a palette, gray or in color, with alpha or without, of 1 to 16 bits. */
  static PixelReader of(BufferedImage picture) {
    Raster raster = picture.getRaster();
    if (picture.getColorModel() instanceof IndexColorModel palette) {
      return paletteReader(raster, palette);
    }
    return sampleReader(raster);
  }

  private static PixelReader paletteReader(Raster raster, IndexColorModel palette) {
    int[] colors = new int[palette.getMapSize()];
    palette.getRGBs(colors);
    return (y, argb) -> {
      raster.getSamples(0, y, argb.length, 1, 0, argb);
      for (int x = 0; x < argb.length; x++) {
        argb[x] = colors[argb[x]];
      }
    };
  }

  private static PixelReader sampleReader(Raster raster) {
    int bands = raster.getNumBands();
    int shift = raster.getSampleModel().getSampleSize(0) - Byte.SIZE;
    boolean isGray = bands < 3;
    boolean hasAlpha = bands % 2 == 0;
    int[] samples = new int[bands * raster.getWidth()];
    return (y, argb) -> {
      raster.getPixels(0, y, argb.length, 1, samples);
      for (int x = 0, at = 0; x < argb.length; x++, at += bands) {
        int red = samples[at] >> shift;
        int green = isGray ? red : samples[at + 1] >> shift;
        int blue = isGray ? red : samples[at + 2] >> shift;
        int alpha = hasAlpha ? samples[at + bands - 1] >> shift : 0xff;
        argb[x] = alpha << 24 | red << 16 | green << 8 | blue;
      }
    };
  }
}
