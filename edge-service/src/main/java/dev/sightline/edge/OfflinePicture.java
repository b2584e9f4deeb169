package dev.sightline.edge;

import dev.sightline.jpeg.Jpeg;
import dev.sightline.jpeg.JpegHeader;
import dev.sightline.jpeg.JpegVerdict;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What viewers are shown instead of a camera that is away.
 *
 * @param kind where the picture comes from, if there is one
 * @param jpeg the user's own picture; null unless the kind is {@link Kind#FILE}
 */
public record OfflinePicture(Kind kind, Buffer jpeg) {

  /** Where an offline picture comes from. */
  public enum Kind {
    /** A drawn card, with the stream's name and why there is no picture. */
    CARD,
    /** The user's own file. */
    FILE,
    /** There is none: viewers see what they saw last. */
    OFF
  }

  public static final OfflinePicture CARD = new OfflinePicture(Kind.CARD, null);
  public static final OfflinePicture OFF = new OfflinePicture(Kind.OFF, null);

  /** Every stream that is away takes as much of the memory for frames. */
  private static final int MAX_BYTES = 1 << 20;

  /**
   * Reads {@code card}, {@code off}, or the file of that name.
   *
   * @throws IllegalArgumentException with what is wrong with the file
   */
  static OfflinePicture of(String text) {
    return switch (text) {
      case "card" -> CARD;
      case "off" -> OFF;
      default -> new OfflinePicture(Kind.FILE, read(text));
    };
  }

  private static Buffer read(String name) {
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException("names %s, which is longer than 1MiB".formatted(name));
      }
      return judged(name, Buffer.buffer(bytes));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "must be card, off or the name of a JPEG file; %s can't be read".formatted(name), e);
    }
  }

  private static Buffer judged(String name, Buffer jpeg) {
    if (Jpeg.judge(jpeg) != JpegVerdict.WHOLE || JpegHeader.of(jpeg).isEmpty()) {
      throw new IllegalArgumentException("names %s, which is no whole JPEG".formatted(name));
    }
    return jpeg;
  }
}
