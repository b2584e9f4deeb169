package dev.sightline.ingest;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a folder is, and how it is to be played: {@code dir:/path?fps=5&play=once}.
 *
 * @param path as it was written, escapes decoded; a relative one is below the working directory
 * @param parameters how it is to be played
 */
record FolderUrl(Path path, UrlParameters parameters) {

  static final String SCHEME = "dir";

  private static final List<String> PARAMETERS = List.of("fps", "play", "order");
  private static final String HINT = " (a ? in a name is written %3F)";

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
    Path path = path(SourceUrl.decoded(url.group(1)));
    return new FolderUrl(path, UrlParameters.only(url.group(2), PARAMETERS, HINT));
  }

  Optional<String> parameter(String name) {
    return parameters.get(name);
  }

  private static Path path(String text) {
    try {
      Path path = Path.of(text).normalize();
      return path.toString().isEmpty() ? Path.of(".") : path;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must name a folder; no path has such characters", e);
    }
  }
}
