package dev.sightline.node;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where traces go, and which.
 *
 * @param endpoint takes OTLP over HTTP; empty when nothing is traced
 * @param headers of each request to it, such as what it lets us in by
 * @param slow viewers who wait for so long for their first picture are traced
 */
public record TracingConfig(Optional<URI> endpoint, List<Header> headers, Duration slow) {

  /** A header and its value, which may be a secret. */
  record Header(String name, Secret value) {}

  public static final TracingConfig OFF =
      new TracingConfig(Optional.empty(), List.of(), Duration.ofSeconds(1));

  private static final int MOST_HEADERS = 8;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final String PATH = "/v1/traces";
  private static final Pattern NAME = Pattern.compile("[\\w!#$%&'*+.^`|~-]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{1,8000}");

  /** The JDK's HTTP client sets them itself, and lets nobody else. */
  private static final Pattern TAKEN =
      Pattern.compile("(?i)connection|content-length|expect|host|upgrade");

  static TracingConfig read(ConfigReader config) {
    ConfigReader tracing = config.section("tracing");
    return new TracingConfig(
        tracing.value("endpoint", TracingConfig::endpoint),
        tracing.entries("headers", MOST_HEADERS, TracingConfig::header),
        tracing.duration("slow-viewers", OFF.slow, Duration.ZERO, LONGEST));
  }

  /** The collector's usual path is added where there is none. */
  private static URI endpoint(String text) {
    try {
      URI given = new URI(text);
      boolean isHttp = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
      if (isHttp && given.getHost() != null && isPlain(given)) {
        boolean isBare = given.getPath().isEmpty() || given.getPath().equals("/");
        return isBare ? given.resolve(PATH) : given;
      }
    } catch (URISyntaxException e) {
      // Told as what has no such form; its message would repeat what may be a secret.
    }
    throw new IllegalArgumentException(
        "must be a URL such as http://collector:4318, without credentials and without a query;"
            + " what lets us in is for tracing.headers");
  }

  private static boolean isPlain(URI given) {
    return given.getRawUserInfo() == null
        && given.getRawQuery() == null
        && given.getRawFragment() == null;
  }

  private static Header header(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("is no name of a header");
    }
    if (TAKEN.matcher(name).matches()) {
      throw new IllegalArgumentException("can't be set, since it belongs to the connection");
    }
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException("must be plain text on one line");
    }
    return new Header(name, new Secret(value));
  }
}
