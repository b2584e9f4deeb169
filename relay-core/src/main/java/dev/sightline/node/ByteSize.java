package dev.sightline.node;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as people write them: a whole number and its unit, such as {@code 64KiB} or {@code 8MiB}.
 */
public final class ByteSize {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");

  private ByteSize() {}

  /**
   * Bytes of {@code text}.
   *
   * @throws IllegalArgumentException with what is allowed; a bare number has no unit and is refused
   */
  public static long parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be a size with its unit (B, KiB, MiB, GiB) such as 64KiB or 8MiB, not '%s'"
              .formatted(text));
    }
    return Long.parseLong(matcher.group(1)) << shift(matcher.group(2));
  }

  /** The shortest text that {@link #parse} reads as {@code bytes}. */
  public static String format(long bytes) {
    for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
      long size = 1L << shift(unit);
      if (bytes >= size && bytes % size == 0) {
        return bytes / size + unit;
      }
    }
    return bytes + "B";
  }

  private static int shift(String unit) {
    return switch (unit) {
      case "GiB" -> 30;
      case "MiB" -> 20;
      case "KiB" -> 10;
      default -> 0;
    };
  }
}
