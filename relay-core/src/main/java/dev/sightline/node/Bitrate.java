package dev.sightline.node;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rate of a line as people write it: a whole number and its unit, such as {@code 1500kbit} or
 * {@code 2Mbit}, for each second. The units are decimal, and bits, as lines are sold.
 */
public record Bitrate(long bitsPerSecond) {

  /** No limit. */
  public static final Bitrate OFF = new Bitrate(0);

  private static final String OFF_TEXT = "off";
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(kbit|Mbit|Gbit)");
  private static final Bitrate LEAST = new Bitrate(64_000);
  private static final Bitrate MOST = new Bitrate(10_000_000_000L);

  /**
   * @throws IllegalArgumentException with what is allowed; a bare number has no unit and is refused
   */
  public static Bitrate parse(String text) {
    if (text.equals(OFF_TEXT)) {
      return OFF;
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be 'off' or a rate with its unit (kbit, Mbit, Gbit a second) such as 1500kbit or"
              + " 2Mbit, not '%s'".formatted(text));
    }
    Bitrate rate = new Bitrate(Long.parseLong(matcher.group(1)) * bits(matcher.group(2)));
    if (rate.bitsPerSecond < LEAST.bitsPerSecond || rate.bitsPerSecond > MOST.bitsPerSecond) {
      throw new IllegalArgumentException(
          "must be from %s to %s, not '%s'".formatted(LEAST, MOST, text));
    }
    return rate;
  }

  /** 0 if there is no limit. */
  public long bytesPerSecond() {
    return bitsPerSecond / 8;
  }

  /** A text that {@link #parse} reads as this. */
  @Override
  public String toString() {
    if (bitsPerSecond == 0) {
      return OFF_TEXT;
    }
    for (String unit : new String[] {"Gbit", "Mbit"}) {
      if (bitsPerSecond % bits(unit) == 0) {
        return bitsPerSecond / bits(unit) + unit;
      }
    }
    return bitsPerSecond / bits("kbit") + "kbit";
  }

  private static long bits(String unit) {
    return switch (unit) {
      case "Gbit" -> 1_000_000_000L;
      case "Mbit" -> 1_000_000L;
      default -> 1_000L;
    };
  }
}
