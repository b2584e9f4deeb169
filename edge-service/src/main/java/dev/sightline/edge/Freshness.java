package dev.sightline.edge;

import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one who asks for a single picture wants: how old it may be, and how long he waits for one.
 *
 * <p>A picture's age is counted from its arrival at the ingest, by durations alone, so that the
 * clocks of two machines are never compared.
 *
 * @param maxAge a picture that came no longer before the request is good at once; zero wants one
 *     that comes after it
 * @param strict whether an older one is no use at all; else it is the second choice
 * @param maxWait how long to wait for the next picture when there is no good one
 */
record Freshness(Duration maxAge, boolean strict, Duration maxWait) {

  /** What counts as fresh for one who doesn't say. */
  static final Duration USUAL_AGE = Duration.ofSeconds(1);

  static final Duration LONGEST_AGE = Duration.ofHours(1);
  static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private static final Pattern TIME = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,9})?)(ms|s)?");

  /**
   * Reads {@code max_age} and {@code max_wait}, and camera-streamer's {@code max_delay}, which is
   * an age in milliseconds and counts only where ours isn't given.
   *
   * @param wait how long one waits who doesn't say
   * @throws BadQueryException when one of them is no such time
   */
  static Freshness of(MultiMap query, Duration wait) {
    String age = query.get("max_age");
    String delay = query.get("max_delay");
    Duration maxWait = parse("max_wait", query.get("max_wait"), "s", LONGEST_WAIT, wait);
    Duration maxAge =
        age == null
            ? parse("max_delay", delay, "ms", LONGEST_AGE, USUAL_AGE)
            : parse("max_age", age, "s", LONGEST_AGE, USUAL_AGE);
    return new Freshness(maxAge, age != null || delay != null, maxWait);
  }

  private static Duration parse(
      String name, String text, String unit, Duration longest, Duration fallback) {
    if (text == null) {
      return fallback;
    }
    Matcher matcher = TIME.matcher(text);
    if (matcher.matches()) {
      Duration time = timeOf(matcher.group(1), matcher.group(2) == null ? unit : matcher.group(2));
      if (time.compareTo(longest) <= 0) {
        return time;
      }
    }
    throw new BadQueryException(
        "%s must be a time from 0 to %ds, such as 500ms or 2s; a number alone is %s."
            .formatted(name, longest.toSeconds(), unit.equals("s") ? "seconds" : "milliseconds"));
  }

  private static Duration timeOf(String number, String unit) {
    long nanos = unit.equals("ms") ? TimeUnit.MILLISECONDS.toNanos(1) : TimeUnit.SECONDS.toNanos(1);
    return Duration.ofNanos(new BigDecimal(number).multiply(BigDecimal.valueOf(nanos)).longValue());
  }
}
