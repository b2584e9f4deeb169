package dev.sightline.access;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Whether a request is made by a page of this very site, or of one that is trusted like it. A
 * browser sends passwords and cookies whichever page makes the request, and tells the page's origin
 * where reading isn't all that can happen.
 */
final class Origins {

  private final Set<String> trusted;

  /**
   * @param listed in {@code http.cors}; {@code *} there trusts nobody with anything
   */
  Origins(List<String> listed) {
    this.trusted = Set.copyOf(listed);
  }

  /** Programs tell no origin; they send nothing by themselves. */
  boolean isForeign(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null && !trusted.contains(origin) && !isOwn(origin, request);
  }

  /** Whatever the scheme, which a proxy may have changed. */
  private static boolean isOwn(String origin, HttpServerRequest request) {
    int scheme = origin.indexOf("://");
    return scheme > 0
        && origin.substring(scheme + 3).equals(hostOf(request).toLowerCase(Locale.ROOT));
  }

  /** The host, and port if it is told, that a request is for; HTTP/2 has no header for it. */
  static String hostOf(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.HOST);
    return header != null
        ? header
        : String.valueOf(Objects.requireNonNullElse(request.authority(), ""));
  }
}
