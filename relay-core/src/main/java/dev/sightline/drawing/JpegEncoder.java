package dev.sightline.drawing;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Turns pictures of one size into baseline JPEGs, with one writer for all of them. One thread at a
 * time. Close it to free the writer's native memory.
 */
public final class JpegEncoder implements AutoCloseable {

  private final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
  private final ImageWriteParam settings = writer.getDefaultWriteParam();
  private final ByteArrayOutputStream jpeg = new ByteArrayOutputStream(64 * 1024);
  private final byte[] samples;
  private final IIOImage source;

  /**
   * @param quality 0 to 1
   */
  public JpegEncoder(int width, int height, double quality) {
    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    settings.setCompressionQuality((float) quality);
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 3, null);
    samples = ((DataBufferByte) raster.getDataBuffer()).getData();
    source = new IIOImage(new BufferedImage(colorModel(), raster, false, null), null, null);
  }

  /**
   * Makes a JPEG of its own.
   *
   * @param picture of this encoder's size, made by {@link Canvas}
   */
  public byte[] encode(BufferedImage picture) {
    copySamples(((DataBufferInt) picture.getRaster().getDataBuffer()).getData());
    return encode();
  }

  /** Red, green and blue of all pixels, one byte each, to be filled before {@link #encode()}. */
  byte[] samples() {
    return samples;
  }

  /** Makes a JPEG of {@link #samples()}. */
  byte[] encode() {
    jpeg.reset();
    // ImageIO's own choice of a stream would keep a file on the disk for every picture.
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(jpeg)) {
      writer.setOutput(output);
      writer.write(null, source, settings);
    } catch (IOException e) {
      throw new UncheckedIOException("a picture could not be written to memory", e);
    }
    return jpeg.toByteArray();
  }

  @Override
  public void close() {
    writer.dispose();
  }

  /** Red, green, blue as single bytes: the order that the writer takes at half the cost. */
  private void copySamples(int[] pixels) {
    for (int i = 0, sample = 0; i < pixels.length; i++) {
      samples[sample++] = (byte) (pixels[i] >> 16);
      samples[sample++] = (byte) (pixels[i] >> 8);
      samples[sample++] = (byte) pixels[i];
    }
  }

  private static ColorModel colorModel() {
    ColorSpace colors = ColorSpace.getInstance(ColorSpace.CS_sRGB);
    return new ComponentColorModel(colors, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
  }
}
