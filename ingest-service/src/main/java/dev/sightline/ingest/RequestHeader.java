package dev.sightline.ingest;

import dev.sightline.node.Secret;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A header that the user adds to the request for a camera.
 *
 * @param name a token of RFC 9110, as the user spells it
 * @param value a secret, since it may well be a token or a cookie
 */
public record RequestHeader(String name, Secret value) {

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
  private static final Pattern VALUE = Pattern.compile("[\\t -~]{0,8192}");

  /** Those that belong to the connection, which is the relay's business. */
  private static final Set<String> OURS =
      Set.of(
          "content-length",
          "transfer-encoding",
          "connection",
          "keep-alive",
          "proxy-connection",
          "upgrade",
          "te",
          "trailer",
          "expect",
          "accept-encoding");

  /**
   * @throws IllegalArgumentException with a sentence that follows the name and repeats no value
   */
  static RequestHeader of(String name, String value) {
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "is no name of a header: letters, digits and - are allowed, without spaces or colons");
    }
    String lowerCase = name.toLowerCase(Locale.ROOT);
    if (OURS.contains(lowerCase)) {
      throw new IllegalArgumentException("is not yours to set: it belongs to the connection");
    }
    if (lowerCase.equals("user-agent")) {
      throw new IllegalArgumentException("has a setting of its own, user-agent");
    }
    return new RequestHeader(name, new Secret(checkedValue(value)));
  }

  /**
   * {@code value} without the spaces around it, if it can be that of a header.
   *
   * @throws IllegalArgumentException with a sentence that doesn't repeat it
   */
  static String checkedValue(String value) {
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "must be up to 8192 characters of ASCII without line breaks or other control characters");
    }
    return value.strip();
  }

  boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }
}
