package dev.sightline.frame;

import java.util.Set;

/**
 * The name of a stream: the only way to name one in code, on the bus and in a URL.
 *
 * <p>Lower case letters, digits, {@code _} and {@code -}, at most 63 characters, so that a name is
 * one path segment, one DNS label and one metric label without any escaping. The first segments of
 * the product's own URLs are not names.
 */
public record StreamId(String name) implements Comparable<StreamId> {

  private static final int LONGEST = 63;

  private static final Set<String> RESERVED =
      Set.of(
          "streams",
          "stream",
          "snapshot",
          "status",
          "state",
          "websocket",
          "ws",
          "streamsocket",
          "upload",
          "uplink",
          "downlink",
          "frames",
          "assets",
          "index",
          "health",
          "metrics",
          "api");

  /**
   * @throws IllegalArgumentException with a sentence for the user when the name is not allowed
   */
  public StreamId {
    if (!hasForm(name)) {
      throw new IllegalArgumentException(
          "stream name '%s' must be 1 to 63 of a-z, 0-9, '-' and '_', starting with a letter or digit"
              .formatted(name));
    }
    if (RESERVED.contains(name)) {
      throw new IllegalArgumentException(
          "stream name '%s' is taken by the product's own URLs; choose another".formatted(name));
    }
  }

  /** Whether {@code text} could be passed to the constructor. */
  public static boolean isValid(String text) {
    return hasForm(text) && !RESERVED.contains(text);
  }

  /** Whether the product's own URLs begin with this segment. */
  public static boolean isReserved(String segment) {
    return RESERVED.contains(segment);
  }

  /** Told without a regular expression, since the bus reads a name with every frame. */
  private static boolean hasForm(String text) {
    if (text.isEmpty() || text.length() > LONGEST || !isLetterOrDigit(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char next = text.charAt(i);
      if (!isLetterOrDigit(next) && next != '_' && next != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char value) {
    return (value >= 'a' && value <= 'z') || (value >= '0' && value <= '9');
  }

  @Override
  public int compareTo(StreamId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
