package dev.sightline.ingest;

import dev.sightline.drawing.PngPicture;
import dev.sightline.jpeg.Jpeg;
import dev.sightline.multipart.MalformedPartException;
import dev.sightline.multipart.Part;
import dev.sightline.multipart.PartLimits;
import dev.sightline.multipart.StreamParser;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the pictures in the body of a push, whatever its type says: a PNG, a JPEG or several, or
 * parts with a picture each. What it holds is bounded by the limits for cameras.
 *
 * <p>Next: {@link StreamParser}
 */
final class PushBody {

  /** As many bytes as tell a PNG. */
  private static final int TELLING = 8;

  private static final int SHOWN = 16;

  private final PartLimits limits;
  private final Consumer<Part> receiver;
  private final StreamParser parser;
  private Buffer head = Buffer.buffer();
  private Buffer png;
  private boolean decided;
  private long received;
  private boolean hasParts;

  /**
   * @param contentType the request's header, or null; it matters for parts only
   * @param receiver called within {@link #handle} and {@link #end} for every part
   */
  PushBody(String contentType, PartLimits limits, Consumer<Part> receiver) {
    this.limits = limits;
    this.receiver = receiver;
    boolean isParts =
        contentType != null && contentType.regionMatches(true, 0, "multipart/", 0, 10);
    this.parser = StreamParser.of(isParts ? contentType : null, limits, this::part).orElseThrow();
  }

  /**
   * Reads the next bytes.
   *
   * @throws PushRefusal when they can't belong to a picture within the limits
   */
  void handle(Buffer chunk) {
    received += chunk.length();
    if (decided) {
      read(chunk);
      return;
    }
    head.appendBuffer(chunk);
    if (head.length() >= TELLING) {
      decide();
    }
  }

  /**
   * Tells that the body is complete, which may complete a picture.
   *
   * @throws PushRefusal like {@link #handle}
   */
  void end() {
    if (!decided) {
      decide();
    }
    if (png != null) {
      part(new Part(List.of(), png));
    } else {
      parse(parser::end);
    }
  }

  /** Whether there was no byte at all. */
  boolean isEmpty() {
    return received == 0;
  }

  /** The refusal of a body that holds no picture, by what it begins with. */
  PushRefusal noPicture() {
    return noPicture(head);
  }

  /** The refusal of what should be a picture, by what it begins with. */
  static PushRefusal noPicture(Buffer bytes) {
    if (bytes.length() == 0) {
      return PushRefusal.of(
          PushRefusal.Kind.NO_PICTURE, 400, "a part is empty; it must hold a JPEG or a PNG");
    }
    if (Jpeg.begins(bytes)) {
      return PushRefusal.of(
          PushRefusal.Kind.NO_PICTURE, 400, "this begins as a JPEG does, but goes on as none");
    }
    Buffer shown = bytes.slice(0, Math.min(SHOWN, bytes.length()));
    return PushRefusal.of(
        PushRefusal.Kind.NO_PICTURE,
        415,
        "this is neither a JPEG nor a PNG: its first bytes are %s (%s)"
            .formatted(HexFormat.ofDelimiter(" ").formatHex(shown.getBytes()), readable(shown)));
  }

  private static String readable(Buffer bytes) {
    StringBuilder text = new StringBuilder();
    for (byte value : bytes.getBytes()) {
      text.append(value > ' ' && value < 0x7F ? (char) value : '.');
    }
    return text.toString();
  }

  private void decide() {
    decided = true;
    Buffer first = head;
    head = first.slice(0, Math.min(SHOWN, first.length())).copy();
    if (PngPicture.isPng(first)) {
      png = Buffer.buffer();
    }
    read(first);
  }

  private void read(Buffer chunk) {
    if (png == null) {
      parse(() -> parser.handle(chunk));
    } else if (png.length() + chunk.length() > limits.maxBodyBytes()) {
      throw PushRefusal.tooLarge(limits.maxBodyBytes());
    } else {
      png.appendBuffer(chunk);
    }
  }

  private void parse(Runnable step) {
    try {
      step.run();
    } catch (MalformedPartException e) {
      throw refusal(e);
    }
  }

  private PushRefusal refusal(MalformedPartException e) {
    if (e.isTooLong()) {
      return PushRefusal.tooLarge(limits.maxBodyBytes());
    }
    return hasParts
        ? PushRefusal.of(PushRefusal.Kind.NO_PICTURE, 400, e.getMessage())
        : noPicture();
  }

  private void part(Part part) {
    hasParts = true;
    receiver.accept(part);
  }
}
