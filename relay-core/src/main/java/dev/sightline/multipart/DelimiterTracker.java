package dev.sightline.multipart;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;

/**
 * Decides where parts begin, and which boundary the camera really uses.
 *
 * <p>The announced boundary is only the first guess. A line that begins with two dashes and is
 * followed by a header field is believed instead, and a {@code Content-} field stands for a
 * delimiter that the camera left out.
 */
final class DelimiterTracker {

  /** End of a JPEG and, without a line of its own, what may be a delimiter. */
  private static final String GLUE = "\u00FF\u00D9--";

  private final Set<StreamQuirk> quirks;
  private Boundary boundary;
  private Boundary candidate = Boundary.UNKNOWN;
  private String candidateLine = "";
  private DelimiterSearch search;
  private String seen = "";
  private boolean hasParts;
  private boolean mayBeClosing;

  /**
   * @param announced the first guess, or {@link Boundary#UNKNOWN}
   * @param quirks where to add what is tolerated
   */
  DelimiterTracker(Boundary announced, Set<StreamQuirk> quirks) {
    this.quirks = quirks;
    use(announced);
  }

  /** The delimiter line as it is on the wire; empty when none was seen. */
  String seen() {
    return seen;
  }

  /** The search for the delimiter in a body of unknown length. */
  DelimiterSearch search() {
    return search;
  }

  /**
   * Takes a line between two parts, blank ones left out.
   *
   * @return the first header line when a part begins here, empty if that is yet to come; nothing
   *     when no part begins here
   */
  Optional<String> beginningOfPart(String line) {
    int glue = glueEnd(line);
    Optional<String> rest = boundary.delimiterIn(line.substring(glue));
    if (rest.isPresent()) {
      foundLine(line.substring(glue), rest.get());
      if (glue > 0) {
        quirks.add(StreamQuirk.GLUED_DELIMITER);
      }
    } else if (isFirstField(line)) {
      rest = Optional.of(line);
      foundField();
    }
    remember(rest.isEmpty() && line.startsWith("--") ? line : "");
    hasParts |= rest.isPresent();
    return rest;
  }

  /** Takes a line of a header, which begins anew when the delimiter comes a second time. */
  Optional<String> repeatedDelimiter(String line) {
    Optional<String> rest = line.startsWith("--") ? boundary.delimiterIn(line) : Optional.empty();
    rest.ifPresent(text -> quirks.add(StreamQuirk.DOUBLED_DELIMITER));
    return rest;
  }

  /** Takes note that the search has found the delimiter that ends {@code body}. */
  void foundInBody(Buffer body) {
    hasParts = true;
    mayBeClosing = search.looksClosing(body);
    if (search.isGlued()) {
      quirks.add(StreamQuirk.GLUED_DELIMITER);
    }
    if (seen.isEmpty()) {
      seen = search.token();
    }
  }

  /** Takes note that another part begins, so that no delimiter before it was the closing one. */
  void partBegins() {
    if (mayBeClosing) {
      quirks.add(StreamQuirk.CLOSING_DELIMITER);
      mayBeClosing = false;
    }
  }

  /** Whether the last line between two parts could have been a delimiter. */
  boolean hasCandidate() {
    return candidate.isKnown();
  }

  private boolean isFirstField(String line) {
    return HeaderBlock.isContentField(line) || (candidate.isKnown() && HeaderBlock.isField(line));
  }

  private void foundLine(String line, String rest) {
    if (seen.isEmpty()) {
      seen = line.substring(0, line.length() - rest.length()).strip();
    }
    mayBeClosing = rest.isEmpty() && line.endsWith("--");
    if (!rest.isEmpty()) {
      quirks.add(StreamQuirk.GLUED_HEADER);
    }
  }

  private void foundField() {
    if (!candidate.isKnown()) {
      quirks.add(hasParts ? StreamQuirk.MISSING_DELIMITER : StreamQuirk.NO_FIRST_DELIMITER);
      return;
    }
    quirks.add(boundary.isKnown() ? StreamQuirk.OTHER_BOUNDARY : StreamQuirk.NO_BOUNDARY);
    use(candidate);
    seen = candidateLine;
  }

  private void remember(String line) {
    candidateLine = line;
    candidate = line.isEmpty() ? Boundary.UNKNOWN : new Boundary(line);
  }

  private static int glueEnd(String line) {
    int glue = line.lastIndexOf(GLUE);
    return glue < 0 ? 0 : glue + GLUE.indexOf('-');
  }

  private void use(Boundary found) {
    boundary = found;
    search = new DelimiterSearch(found);
  }
}
