package dev.sightline.frame;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a stream: the only way to name one in code, on the bus and in a URL.
 *
 * <p>Lower case letters, digits, {@code _} and {@code -}, at most 63 characters, so that a name is
 * one path segment, one DNS label and one metric label without any escaping. The first segments of
 * the product's own URLs are not names.
 */
public record StreamId(String name) implements Comparable<StreamId> {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

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
    if (!NAME.matcher(name).matches()) {
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
    return NAME.matcher(text).matches() && !RESERVED.contains(text);
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
