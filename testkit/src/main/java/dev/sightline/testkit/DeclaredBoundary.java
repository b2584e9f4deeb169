package dev.sightline.testkit;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The boundary that a response announces.
 *
 * @param token without quotes and leading dashes
 * @param quirks what is odd about its spelling
 */
record DeclaredBoundary(String token, Set<CameraQuirk> quirks) {

  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*boundary=(?:\"([^\"]+)\"|([^;]+))", Pattern.CASE_INSENSITIVE);

  static DeclaredBoundary of(String contentType) {
    Matcher matcher = PARAMETER.matcher(contentType);
    if (!matcher.find()) {
      throw new MalformedStreamException("'" + contentType + "' has no boundary");
    }
    boolean quoted = matcher.group(1) != null;
    String declared = quoted ? matcher.group(1) : matcher.group(2).strip();
    String token = declared.startsWith("--") ? declared.substring(2) : declared;
    return new DeclaredBoundary(token, quirks(quoted, declared, token));
  }

  private static Set<CameraQuirk> quirks(boolean quoted, String declared, String token) {
    Set<CameraQuirk> quirks = EnumSet.noneOf(CameraQuirk.class);
    if (quoted) {
      quirks.add(CameraQuirk.QUOTED_BOUNDARY);
    }
    if (!declared.equals(token)) {
      quirks.add(CameraQuirk.DASHED_BOUNDARY);
    }
    if (token.contains(" ") || token.endsWith("--")) {
      quirks.add(CameraQuirk.SPACED_BOUNDARY);
    }
    return quirks;
  }
}
