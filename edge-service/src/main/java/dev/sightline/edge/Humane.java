package dev.sightline.edge;

import java.time.Duration;
import java.util.Locale;

/** Figures as people read them: few digits, and the unit that fits. */
final class Humane {

  private static final int THOUSAND = 1000;
  private static final String PREFIXES = " kMGTPE";

  private Humane() {}

  /** Whole numbers, such as {@code 12,345}. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** What happens so often a second, such as {@code 12.5}. */
  static String rate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Such as {@code 1.2 MB}. */
  static String bytes(double value) {
    return scaled(value, "B");
  }

  /** Such as {@code 850 kbit/s}. */
  static String bits(double value) {
    return scaled(value, "bit/s");
  }

  /** Megabits a second as mjpeg-relay's page has them. */
  static String megabits(double bits) {
    return String.format(Locale.ROOT, "%.4f Mb/s", bits / THOUSAND / THOUSAND);
  }

  /** With two digits at least, and no unit that would stand behind more than three. */
  private static String scaled(double value, String unit) {
    double scaled = value;
    int prefix = 0;
    while (Math.round(scaled) >= THOUSAND && prefix < PREFIXES.length() - 1) {
      scaled /= THOUSAND;
      prefix++;
    }
    boolean isWhole = prefix == 0 || Math.round(scaled * 10) >= 100;
    String number = String.format(Locale.ROOT, isWhole ? "%.0f" : "%.1f", scaled);
    return number + " " + PREFIXES.substring(prefix, prefix + 1).strip() + unit;
  }

  /** How old a picture is: {@code 84 ms}, {@code 3.2 s}, and beyond a minute as {@link #span}. */
  static String age(long millis) {
    if (millis < THOUSAND) {
      return millis + " ms";
    }
    Duration age = Duration.ofMillis(millis);
    return age.toMinutes() > 0
        ? span(age)
        : String.format(Locale.ROOT, "%d.%d s", age.toSeconds(), age.toMillisPart() / 100);
  }

  /** In the two largest units: {@code 12 s}, {@code 3 min}, {@code 2 h 3 min}, {@code 4 d 1 h}. */
  static String span(Duration span) {
    if (span.toDays() > 0) {
      return "%d d %d h".formatted(span.toDays(), span.toHoursPart());
    }
    if (span.toHours() > 0) {
      return "%d h %d min".formatted(span.toHours(), span.toMinutesPart());
    }
    return span.toMinutes() > 0 ? span.toMinutes() + " min" : Math.max(0, span.toSeconds()) + " s";
  }
}
