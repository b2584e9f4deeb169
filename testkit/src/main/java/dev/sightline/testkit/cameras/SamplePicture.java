package dev.sightline.testkit.cameras;

import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The kinds of pictures that cameras send; each can be decoded, and each number is another one. */
public final class SamplePicture {

  private static final Instant MADE_AT = Instant.parse("2026-06-01T12:00:00Z");
  private static final int SMALL = 1_100;
  private static final int STEP = 17;
  private static final int MARKER = 2;
  private static final int DHT = 0xFFC4;
  private static final int SOS = 0xFFDA;
  private static final int APP0 = 0xFFE0;
  private static final int APP1 = 0xFFE1;
  private static final String IMAGE_FORMAT = "javax_imageio_jpeg_image_1.0";

  private SamplePicture() {}

  /**
   * A picture by its kind and number, such as {@code picture 1} or {@code avi1 2}: the same bytes
   * for the same name.
   */
  public static Buffer named(String name) {
    String[] words = name.split(" ");
    if (words.length != 2) {
      throw new IllegalArgumentException("'" + name + "' names no picture");
    }
    int number = Integer.parseInt(words[1]);
    return switch (words[0]) {
      case "picture" -> plain(number);
      case "exif" -> withThumbnail(number);
      case "progressive" -> encoded(number, true);
      case "restart" -> encoded(number, false);
      case "avi1" -> withoutTables(encoded(number, false));
      default -> throw new IllegalArgumentException("there is no kind of picture '" + name + "'");
    };
  }

  private static Buffer plain(int number) {
    return SampleJpegs.frame(number, SMALL + STEP * number, MADE_AT);
  }

  /** A picture with a whole JPEG in its first segment, as EXIF has it. */
  private static Buffer withThumbnail(int number) {
    Buffer exif =
        Buffer.buffer("Exif\0\0", StandardCharsets.ISO_8859_1.name())
            .appendBuffer(plain(number + 100));
    Buffer picture = plain(number);
    return Buffer.buffer()
        .appendBuffer(picture, 0, MARKER)
        .appendUnsignedShort(APP1)
        .appendUnsignedShort(exif.length() + MARKER)
        .appendBuffer(exif)
        .appendBuffer(picture, MARKER, picture.length() - MARKER);
  }

  /**
   * The picture as it stands in an AVI file: no Huffman tables, and a segment of its own in place
   * of JFIF's. Fit for pictures that were encoded with the standard tables.
   */
  private static Buffer withoutTables(Buffer picture) {
    Buffer avi =
        Buffer.buffer()
            .appendBuffer(picture, 0, MARKER)
            .appendUnsignedShort(APP0)
            .appendUnsignedShort(16)
            .appendString("AVI1")
            .appendBytes(new byte[10]);
    int at = MARKER;
    while (picture.getUnsignedShort(at) != SOS) {
      int end = at + MARKER + picture.getUnsignedShort(at + MARKER);
      int marker = picture.getUnsignedShort(at);
      if (marker != DHT && marker != APP0) {
        avi.appendBuffer(picture, at, end - at);
      }
      at = end;
    }
    return avi.appendBuffer(picture, at, picture.length() - at);
  }

  /** A coloured picture, progressive or with a restart marker after every fourth block. */
  private static Buffer encoded(int number, boolean isProgressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (isProgressive) {
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      BufferedImage image = image(number);
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
      if (!isProgressive) {
        metadata.mergeTree(IMAGE_FORMAT, restarts());
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, metadata), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static IIOMetadataNode restarts() {
    IIOMetadataNode interval = new IIOMetadataNode("dri");
    interval.setAttribute("interval", "4");
    IIOMetadataNode sequence = new IIOMetadataNode("markerSequence");
    sequence.appendChild(interval);
    IIOMetadataNode root = new IIOMetadataNode(IMAGE_FORMAT);
    root.appendChild(new IIOMetadataNode("JPEGvariety"));
    root.appendChild(sequence);
    return root;
  }

  private static BufferedImage image(int number) {
    BufferedImage image = new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB);
    Random colours = new Random(number);
    for (int y = 0; y < image.getHeight(); y++) {
      int colour = colours.nextInt(1 << 24);
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, colour ^ (x << 2));
      }
    }
    return image;
  }
}
