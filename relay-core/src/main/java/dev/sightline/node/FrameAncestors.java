package dev.sightline.node;

import java.util.List;
import java.util.Optional;

/**
 * Which pages may show ours in a frame.
 *
 * @param words as the configuration has them: {@code *}, {@code self}, {@code none} or origins
 */
public record FrameAncestors(List<String> words) {

  /** Dashboards show cameras in frames, and there is nothing on our pages that a click changes. */
  public static final FrameAncestors ANY = new FrameAncestors(List.of(UrlConfig.ANY));

  private static final String SELF = "self";
  private static final String NONE = "none";

  static FrameAncestors read(ConfigReader http) {
    List<String> words = http.list("frame-ancestors", ANY.words, FrameAncestors::word);
    boolean isMixed = words.size() > 1 && (words.contains(UrlConfig.ANY) || words.contains(NONE));
    if (isMixed) {
      http.problem("frame-ancestors", "must be '*', none, or a list of self and origins");
    }
    return words.isEmpty() ? ANY : new FrameAncestors(words);
  }

  private static String word(String text) {
    if (text.equals(SELF) || text.equals(NONE) || UrlConfig.isOrigin(text)) {
      return text;
    }
    throw new IllegalArgumentException(
        ("must be '*', self, none or origins as a browser writes them, such as"
                + " https://example.org, not '%s'")
            .formatted(text));
  }

  /** The directive of a Content-Security-Policy; any page may if there is none. */
  public Optional<String> directive() {
    if (words.contains(UrlConfig.ANY)) {
      return Optional.empty();
    }
    List<String> sources =
        words.stream()
            .map(word -> word.equals(SELF) || word.equals(NONE) ? "'%s'".formatted(word) : word)
            .toList();
    return Optional.of("frame-ancestors " + String.join(" ", sources));
  }

  /** The same for old browsers, if they have a word for it. */
  public Optional<String> frameOptions() {
    return switch (String.join(" ", words)) {
      case NONE -> Optional.of("DENY");
      case SELF -> Optional.of("SAMEORIGIN");
      default -> Optional.empty();
    };
  }
}
