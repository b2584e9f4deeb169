package dev.sightline.ingest;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a camera is asked that is to give single pictures.
 *
 * @param cacheBuster a parameter whose value is another one in each request, against caches that
 *     give the same picture again
 */
public record PollPolicy(Optional<String> cacheBuster) {

  private static final Pattern PARAMETER = Pattern.compile("[\\w.~-]{1,64}");

  /** The name of such a parameter. */
  static String parameter(String text) {
    if (!PARAMETER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be the name of a parameter, up to 64 letters, digits and any of _ . ~ -");
    }
    return text;
  }
}
