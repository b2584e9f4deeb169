package dev.sightline.ingest;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a folder is, and how it is to be played: {@code dir:/path?fps=5&play=once}.
 *
 * @param path as it was written, escapes decoded; a relative one is below the working directory
 * @param parameters by their names
 */
record FolderUrl(Path path, Map<String, String> parameters) {

  static final String SCHEME = "dir";

  static final List<String> PARAMETERS = List.of("fps", "play", "order");

  private static final Pattern URL =
      Pattern.compile("(?i:dir):([^?]+)(?:\\?(.*))?", Pattern.DOTALL);

  /**
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  static FolderUrl parse(String text) {
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException("must name a folder, such as dir:/path or dir:pictures");
    }
    return new FolderUrl(path(SourceUrl.decoded(url.group(1))), parameters(url.group(2)));
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  private static Path path(String text) {
    try {
      Path path = Path.of(text).normalize();
      return path.toString().isEmpty() ? Path.of(".") : path;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must name a folder; no path has such characters", e);
    }
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> found = new HashMap<>();
    for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String[] sides = pair.split("=", 2);
      if (!PARAMETERS.contains(sides[0])) {
        throw new IllegalArgumentException(
            "has a parameter that means nothing; there are %s (a ? in a name is written %%3F)"
                .formatted(String.join(", ", PARAMETERS)));
      }
      if (found.put(sides[0], sides.length == 2 ? SourceUrl.decoded(sides[1]) : "") != null) {
        throw new IllegalArgumentException("has the parameter %s twice".formatted(sides[0]));
      }
    }
    return Map.copyOf(found);
  }
}
