package dev.sightline.multipart;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the pictures in the body of a camera's response: chunks in, parts out. A picture that
 * stands in no part of its own is handed over as one without header fields.
 *
 * <p>A parser belongs to one response and one thread. What it holds is bounded by its {@link
 * PartLimits}, and it reads, copies and searches each byte a few times at most, whatever comes.
 */
public interface StreamParser {

  /**
   * The parser for a response.
   *
   * @param contentType the response's header, or null when it has none. It is a hint: what comes
   *     decides, unless the type says that there are pictures and nothing else
   * @param receiver called within {@link #handle} and {@link #end} for every part, in order. What
   *     it throws passes through, and the parser is of no use afterwards
   * @return nothing when a body of this type holds no pictures, such as a page or a message
   */
  static Optional<StreamParser> of(String contentType, PartLimits limits, Consumer<Part> receiver) {
    String type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
    if (type.startsWith("image/")) {
      return Optional.of(new JpegsParser(limits, receiver));
    }
    return holdsNoPictures(type)
        ? Optional.empty()
        : Optional.of(new SniffingParser(contentType, limits, receiver));
  }

  /**
   * Reads the next bytes of the body. The chunk is not kept.
   *
   * @throws MalformedPartException when a limit is broken; chunks after that are ignored
   */
  void handle(Buffer chunk);

  /**
   * Tells that the body has come to an orderly end, so that a picture is handed over that only the
   * end completes. Chunks after that are ignored.
   *
   * @throws MalformedPartException when that picture breaks a limit
   */
  void end();

  /** How the pictures lie in the body, as far as is known. */
  StreamFormat format();

  /** What was tolerated so far: a copy. */
  Set<StreamQuirk> quirks();

  /** The delimiter between parts as it is on the wire; nothing when none was seen. */
  Optional<String> delimiter();

  private static boolean holdsNoPictures(String type) {
    String bare = type.replaceFirst("\\s*;.*", "");
    return bare.startsWith("text/")
        || bare.startsWith("audio/")
        || bare.startsWith("font/")
        || bare.matches("application/(.+\\+)?(json|xml|xhtml|javascript)");
  }
}
