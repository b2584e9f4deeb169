package dev.sightline.ingest;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/** Where a camera sends its clients, and whether they go. */
final class Redirect {

  private Redirect() {}

  /** The place that the answer names, if that is one. */
  static Optional<SourceUrl> target(SourceUrl from, HttpClientResponse response) {
    String location = response.getHeader(HttpHeaders.LOCATION);
    if (location == null || location.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(from.resolve(location.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Why this redirect is not followed; empty when it is. */
  static Optional<String> objection(
      SourceUrl from, SourceUrl to, Redirects allowed, SourceUrl camera, boolean withBody) {
    if (allowed == Redirects.OFF) {
      return Optional.of(
          "it redirects to %s, and redirects are off".formatted(Refusal.quote(to.toString())));
    }
    if (from.tls() && !to.tls()) {
      return Optional.of("it redirects from https to http, where anybody could read along");
    }
    if (!to.sameHost(camera)) {
      return toAnother(to, allowed, withBody);
    }
    return Optional.empty();
  }

  private static Optional<String> toAnother(SourceUrl to, Redirects allowed, boolean withBody) {
    if (allowed != Redirects.ANYWHERE) {
      return Optional.of(
          "it redirects to %s, which 'redirects: anywhere' would allow"
              .formatted(Refusal.quote(to.toString())));
    }
    return withBody ? Optional.of("it redirects a POST to another host") : Optional.empty();
  }

  /** Whether the next request has the method and body of this one (RFC 9110, section 15.4). */
  static boolean keepsMethod(HttpClientResponse response) {
    return response.statusCode() == 307 || response.statusCode() == 308;
  }
}
