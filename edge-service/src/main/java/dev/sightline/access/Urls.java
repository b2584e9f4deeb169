package dev.sightline.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** URLs of services that are asked about viewers. */
final class Urls {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private Urls() {}

  /**
   * An URL whose answers are believed, so that nobody on the way may change them.
   *
   * @throws IllegalArgumentException with a predicate that repeats no credentials
   */
  static URI toService(String text) {
    URI url = parse(text);
    if (!url.getScheme().equals("https") && !LOOPBACK.contains(url.getHost())) {
      throw new IllegalArgumentException("must begin with https:// unless it is on this machine");
    }
    return url;
  }

  /** A URL within a network of one's own, where http may do. */
  static URI parse(String text) {
    try {
      URI url = new URI(text);
      boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (isHttp
          && url.getHost() != null
          && url.getUserInfo() == null
          && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(sentence(), e);
    }
    throw new IllegalArgumentException(sentence());
  }

  private static String sentence() {
    return "must be a URL such as https://auth.example.org/path, without a user in it";
  }
}
