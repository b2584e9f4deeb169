package dev.sightline.node;

import dev.sightline.frame.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the URLs of an edge mean, and whose scripts may read what is there.
 *
 * @param prefixes paths in front of the product's own that a reverse proxy leaves there, such as
 *     {@code /cams}
 * @param defaultStream what a URL means that names none of several streams
 * @param origins the web sites whose scripts may read answers (CORS); {@code *} is every site, and
 *     an empty list none but this one
 * @param dialect whose words URLs are
 */
public record UrlConfig(
    List<String> prefixes,
    Optional<StreamId> defaultStream,
    List<String> origins,
    UrlDialect dialect) {

  /** Every origin. */
  public static final String ANY = "*";

  public static final UrlConfig DEFAULT =
      new UrlConfig(List.of(), Optional.empty(), List.of(), UrlDialect.OWN);

  private static final String OFF = "off";

  private static final Pattern PREFIX = Pattern.compile("(/[\\w~-][\\w.~-]*)+");

  /** As a browser writes it: in lower case, without a path, a user or the scheme's own port. */
  private static final Pattern ORIGIN =
      Pattern.compile("(?!http://.*:80$|https://.*:443$)[a-z][a-z0-9+.-]*://[a-z0-9._:\\[\\]-]+");

  static UrlConfig read(ConfigReader http) {
    return new UrlConfig(
        http.list("prefixes", DEFAULT.prefixes, UrlConfig::prefix),
        http.value("default-stream", UrlConfig::stream),
        readOrigins(http),
        DEFAULT.dialect);
  }

  UrlConfig as(UrlDialect other) {
    return new UrlConfig(prefixes, defaultStream, origins, other);
  }

  UrlConfig leadingTo(StreamId stream) {
    return new UrlConfig(prefixes, Optional.of(stream), origins, UrlDialect.ONE_STREAM);
  }

  private static String prefix(String text) {
    if (!PREFIX.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be paths such as /cams, without a slash at the end, not '%s'".formatted(text));
    }
    if (StreamId.isReserved(text.substring(1))) {
      throw new IllegalArgumentException(
          "must not be one of the product's own paths, such as '%s'".formatted(text));
    }
    return text;
  }

  private static StreamId stream(String text) {
    if (!StreamId.isValid(text)) {
      throw new IllegalArgumentException("must be the name of a stream, not '%s'".formatted(text));
    }
    return new StreamId(text);
  }

  private static List<String> readOrigins(ConfigReader http) {
    List<String> words = http.list("cors", List.of(OFF), UrlConfig::origin);
    boolean isMixed = words.size() > 1 && (words.contains(OFF) || words.contains(ANY));
    if (isMixed) {
      http.problem("cors", "must be off, '*' or a list of origins, not some of each");
    }
    return words.contains(OFF) ? List.of() : words;
  }

  /** Whether this is an origin, or stands for all. */
  static boolean isOrigin(String text) {
    return text.equals(ANY) || ORIGIN.matcher(text).matches();
  }

  private static String origin(String text) {
    if (!text.equals(OFF) && !isOrigin(text)) {
      throw new IllegalArgumentException(
          ("must be off, '*' or origins as a browser writes them, such as https://example.org,"
                  + " not '%s'")
              .formatted(text));
    }
    return text;
  }
}
