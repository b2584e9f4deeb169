package dev.sightline.multipart;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The token that tells the parts of a stream apart; on the wire it stands in a <em>delimiter</em>
 * line, {@code --token}.
 *
 * <p>Cameras disagree on where the dashes belong, so the token is kept without any quotes, white
 * space and dashes around it, and a delimiter line is compared in the same way. That also makes a
 * token that ends in {@code --} and the closing delimiter look like any other delimiter, as they
 * must: only the end of the connection ends a live stream.
 *
 * @param token empty when the boundary is not known and has to be learned from the stream
 */
public record Boundary(String token) {

  /** A boundary that still has to be learned. */
  public static final Boundary UNKNOWN = new Boundary("");

  /** RFC 2046 allows 70 characters; a longer token than this is not believed. */
  static final int MAX_TOKEN_LENGTH = 200;

  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\bboundary\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^;]*))", Pattern.CASE_INSENSITIVE);

  private static final String SURROUNDINGS = "-\"' \t\r\n\0";

  public Boundary {
    token = strip(token);
    if (token.length() > MAX_TOKEN_LENGTH) {
      token = "";
    }
  }

  /**
   * Reads the parameter {@code boundary} of a response's {@code Content-Type}.
   *
   * @param contentType the header's value, or null when the response has none
   * @return {@link #UNKNOWN} when there is no such parameter or it is empty
   */
  public static Boundary of(String contentType) {
    Matcher parameter = PARAMETER.matcher(contentType == null ? "" : contentType);
    if (!parameter.find()) {
      return UNKNOWN;
    }
    for (int group = 1; group <= 2; group++) {
      if (parameter.group(group) != null) {
        return new Boundary(parameter.group(group));
      }
    }
    return new Boundary(parameter.group(3));
  }

  /** What is odd in the way in which a response announces its boundary. */
  static Set<StreamQuirk> quirksOf(String contentType) {
    Set<StreamQuirk> quirks = EnumSet.noneOf(StreamQuirk.class);
    Matcher parameter = PARAMETER.matcher(contentType);
    if (!of(contentType).isKnown() || !parameter.find()) {
      quirks.add(StreamQuirk.NO_BOUNDARY);
      return quirks;
    }
    boolean isQuoted = parameter.group(3) == null;
    String announced =
        isQuoted ? parameter.group().replaceFirst(".*?[\"']", "") : parameter.group(3);
    if (isQuoted) {
      quirks.add(StreamQuirk.QUOTED_BOUNDARY);
    }
    if (announced.strip().startsWith("--")) {
      quirks.add(StreamQuirk.DASHED_BOUNDARY);
    }
    return quirks;
  }

  /** Whether there is a token to compare with. */
  public boolean isKnown() {
    return !token.isEmpty();
  }

  /**
   * Tells whether {@code line} is a delimiter line.
   *
   * @return what follows the delimiter on its line, since some cameras forget the line end and go
   *     on with the first header; mostly the empty string. Nothing when it is not a delimiter.
   */
  Optional<String> delimiterIn(String line) {
    int start = skip(line, 0, "-");
    if (!isKnown() || !line.startsWith(token, start)) {
      return Optional.empty();
    }
    String rest = line.substring(skip(line, start + token.length(), "- \t\r"));
    return rest.isEmpty() || HeaderBlock.isContentField(rest)
        ? Optional.of(rest)
        : Optional.empty();
  }

  private static int skip(String line, int from, String skipped) {
    int at = from;
    while (at < line.length() && skipped.indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private static String strip(String text) {
    int start = skip(text, 0, SURROUNDINGS);
    int end = text.length();
    while (end > start && SURROUNDINGS.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(start, end);
  }
}
