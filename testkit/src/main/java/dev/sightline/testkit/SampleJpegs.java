package dev.sightline.testkit;

import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Decodable pictures of any size, each of which can be told apart and verified by its {@link
 * Stamp}: a small grey picture with a bar that moves by one step per sequence, padded with comment
 * segments. Usable from any thread.
 *
 * <p>The padding is noise sown with what trips careless readers: image markers as in an EXIF
 * thumbnail, and line ends followed by dashes as at a delimiter.
 */
public final class SampleJpegs {

  /** Bytes of the smallest picture that can be asked for. */
  public static final int SMALLEST = 1_024;

  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final int STEPS = 16;
  private static final byte[] TRAP =
      "\u00ff\u00d8\r\n--\r\n\u00ff\u00d9\n--".getBytes(StandardCharsets.ISO_8859_1);
  private static final int TRAP_EVERY = 997;
  private static final byte[] NOISE = noise(2 * (JpegSegments.MAX_PAYLOAD + 1));
  private static final List<byte[]> PICTURES =
      IntStream.range(0, STEPS).mapToObj(SampleJpegs::encode).toList();

  private SampleJpegs() {}

  /**
   * The picture with this number: the same arguments give the same bytes.
   *
   * @param sequence 0 or more
   * @param size bytes of the picture, at least {@link #SMALLEST}
   * @param madeAt the time that its stamp tells
   */
  public static Buffer frame(int sequence, int size, Instant madeAt) {
    if (size < SMALLEST) {
      throw new IllegalArgumentException("a sample picture has at least " + SMALLEST + " bytes");
    }
    Buffer picture = Buffer.buffer(PICTURES.get(Math.floorMod(sequence, STEPS)));
    // JFIF wants its own segment to be the first, so the comments follow it.
    int comments = JpegSegments.end(picture, 2);
    Buffer jpeg = Buffer.buffer(size).appendBuffer(picture, 0, comments);
    appendComments(jpeg, size - picture.length(), sequence);
    jpeg.appendBuffer(picture, comments, picture.length() - comments);
    new Stamp(sequence, madeAt, size).writeAt(jpeg, comments + JpegSegments.OVERHEAD);
    return jpeg;
  }

  /** Whether {@code bytes} are one JPEG image with nothing missing and nothing behind it. */
  public static boolean isWholeJpeg(Buffer bytes) {
    return JpegSegments.isWhole(bytes);
  }

  /** Appends exactly {@code bytes} bytes of comment segments. */
  private static void appendComments(Buffer jpeg, int bytes, int sequence) {
    int left = bytes;
    while (left > 0) {
      int segment = Math.min(left, JpegSegments.MAX_PAYLOAD + JpegSegments.OVERHEAD);
      int rest = left - segment;
      if (rest > 0 && rest < JpegSegments.OVERHEAD) {
        segment -= JpegSegments.OVERHEAD;
      }
      appendComment(jpeg, segment - JpegSegments.OVERHEAD, sequence);
      left -= segment;
    }
  }

  private static void appendComment(Buffer jpeg, int payload, int sequence) {
    int from = Math.floorMod(sequence * TRAP_EVERY, NOISE.length - payload);
    jpeg.appendUnsignedShort(JpegSegments.COM)
        .appendUnsignedShort(payload + 2)
        .appendBytes(NOISE, from, payload);
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    for (int at = 0; at + TRAP.length < length; at += TRAP_EVERY) {
      System.arraycopy(TRAP, 0, noise, at, TRAP.length);
    }
    return noise;
  }

  private static byte[] encode(int step) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(picture(step), "jpeg", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static BufferedImage picture(int step) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    WritableRaster raster = image.getRaster();
    int bar = WIDTH / STEPS;
    raster.setPixels(0, 0, WIDTH, HEIGHT, grey(WIDTH * HEIGHT, 40 + 8 * step));
    raster.setPixels(step * bar, 0, bar, HEIGHT, grey(bar * HEIGHT, 255));
    return image;
  }

  private static int[] grey(int pixels, int level) {
    int[] values = new int[pixels];
    Arrays.fill(values, level);
    return values;
  }
}
