package dev.sightline.drawing;

import io.vertx.core.buffer.Buffer;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Turns PNGs into JPEGs, since viewers of a stream expect nothing else. What is transparent becomes
 * white.
 *
 * <p>Takes its time, so never on an event loop. Pictures of {@value #MEGAPIXELS} megapixels in sum
 * are worked on at once, further ones wait, and large ones are read in stripes, so that the memory
 * stays below 200 MB.
 */
public final class PngPicture {

  /** The largest picture; one more is refused before it is decoded. */
  static final int MEGAPIXELS = 32;

  private static final int MEGAPIXEL = 1_000_000;

  /** What a JPEG writer takes; the format itself ends at 65535. */
  private static final int LONGEST_SIDE = 65_500;

  private static final int STRIPE_BYTES = 32 << 20;

  /** Graphs have thin lines and letters, which a lower quality surrounds with specks. */
  private static final double QUALITY = 0.9;

  private static final Semaphore MEMORY = new Semaphore(MEGAPIXELS, true);

  private PngPicture() {}

  /** Whether these bytes begin as every PNG does. */
  public static boolean isPng(Buffer bytes) {
    return PngChunks.isPng(bytes);
  }

  /**
   * The same picture as a baseline JPEG.
   *
   * @throws IllegalArgumentException with a sentence, when the PNG is cut off, damaged or too large
   */
  public static Buffer toJpeg(Buffer png) {
    PngChunks chunks = PngChunks.read(png);
    refuseGiants(chunks.width(), chunks.height());
    int megapixels = 1 + chunks.width() * chunks.height() / MEGAPIXEL;
    int share = Math.min(MEGAPIXELS, megapixels);
    MEMORY.acquireUninterruptibly(share);
    try {
      return Buffer.buffer(encode(chunks));
    } finally {
      MEMORY.release(share);
    }
  }

  private static void refuseGiants(int width, int height) {
    if ((long) width * height > (long) MEGAPIXELS * MEGAPIXEL
        || Math.max(width, height) > LONGEST_SIDE) {
      throw new IllegalArgumentException(
          "the PNG is too large: %d × %d pixels, where %d megapixels and %d a side are the most"
              .formatted(width, height, MEGAPIXELS, LONGEST_SIDE));
    }
  }

  private static byte[] encode(PngChunks chunks) {
    Canvas.stayOffDisplay();
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (JpegEncoder jpeg = new JpegEncoder(chunks.width(), chunks.height(), QUALITY)) {
      decode(chunks, reader, jpeg.samples());
      return jpeg.encode();
    } finally {
      reader.dispose();
    }
  }

  private static void decode(PngChunks chunks, ImageReader reader, byte[] samples) {
    int lines = Math.max(1, STRIPE_BYTES / (chunks.width() * chunks.bytesPerPixel()));
    try {
      for (int y = 0; y < chunks.height(); y += lines) {
        ImageReadParam stripe = reader.getDefaultReadParam();
        int height = Math.min(lines, chunks.height() - y);
        stripe.setSourceRegion(new Rectangle(0, y, chunks.width(), height));
        reader.setInput(
            new MemoryCacheImageInputStream(new ByteArrayInputStream(chunks.essence())));
        copyOnWhite(reader.read(0, stripe), samples, 3 * y * chunks.width());
      }
    } catch (IOException | RuntimeException e) {
      // The reader meets damaged data with exceptions of all kinds.
      throw new IllegalArgumentException("the PNG is damaged: it can't be decoded", e);
    }
  }

  private static void copyOnWhite(BufferedImage stripe, byte[] samples, int offset) {
    PixelReader pixels = PixelReader.of(stripe);
    int[] line = new int[stripe.getWidth()];
    int sample = offset;
    for (int y = 0; y < stripe.getHeight(); y++) {
      pixels.read(y, line);
      for (int argb : line) {
        int alpha = argb >>> 24;
        samples[sample++] = onWhite(argb >> 16, alpha);
        samples[sample++] = onWhite(argb >> 8, alpha);
        samples[sample++] = onWhite(argb, alpha);
      }
    }
  }

  private static byte onWhite(int color, int alpha) {
    return (byte) (((color & 0xff) * alpha + 0xff * (0xff - alpha) + 0x7f) / 0xff);
  }
}
