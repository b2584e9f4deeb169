package dev.sightline.multipart;

import java.util.Optional;

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

  private Boundary boundary;
  private Boundary candidate = Boundary.UNKNOWN;
  private DelimiterSearch search;

  /**
   * @param announced the first guess, or {@link Boundary#UNKNOWN}
   */
  DelimiterTracker(Boundary announced) {
    use(announced);
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
    Optional<String> rest = boundary.delimiterIn(line.substring(glueEnd(line)));
    if (rest.isEmpty() && isFirstField(line)) {
      rest = Optional.of(line);
      if (candidate.isKnown()) {
        use(candidate);
      }
    }
    boolean mayBeLearned = rest.isEmpty() && line.startsWith("--");
    candidate = mayBeLearned ? new Boundary(line) : Boundary.UNKNOWN;
    return rest;
  }

  /** Takes a line of a header, which begins anew when the delimiter comes a second time. */
  Optional<String> repeatedDelimiter(String line) {
    return line.startsWith("--") ? boundary.delimiterIn(line) : Optional.empty();
  }

  /** Whether the last line between two parts could have been a delimiter. */
  boolean hasCandidate() {
    return candidate.isKnown();
  }

  private boolean isFirstField(String line) {
    return HeaderBlock.isContentField(line) || (candidate.isKnown() && HeaderBlock.isField(line));
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
