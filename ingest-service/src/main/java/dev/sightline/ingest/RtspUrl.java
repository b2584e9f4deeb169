package dev.sightline.ingest;

import dev.sightline.auth.Credentials;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a camera's RTSP stream is found.
 *
 * @param place built as that of any camera
 */
record RtspUrl(SourceUrl place) {

  private static final String SCHEME = "rtsp";
  private static final int PORT = 554;
  private static final int TLS_PORT = 322;

  /**
   * @throws IllegalArgumentException with a sentence such as those of {@link SourceUrl#parse}
   */
  static RtspUrl parse(String text) {
    return new RtspUrl(SourceUrl.parse(text, SCHEME, PORT, TLS_PORT));
  }

  RtspUrl with(Credentials other) {
    return new RtspUrl(place.with(other));
  }

  Optional<Credentials> credentials() {
    return place.credentials();
  }

  /** For ffmpeg alone, since it holds the credentials. */
  String secretText() {
    String host = place.host().contains(":") ? "[" + place.host() + "]" : place.host();
    return "%s://%s%s:%d%s"
        .formatted(
            place.tls() ? SCHEME + "s" : SCHEME,
            credentials().map(RtspUrl::userInfo).orElse(""),
            host,
            place.port(),
            place.target());
  }

  boolean hasSecrets() {
    return credentials().isPresent() || place.target().indexOf('?') >= 0;
  }

  /** What none of ffmpeg's words may show: the credentials as they are, and as the URL has them. */
  List<String> secrets() {
    return Stream.concat(credentials().map(RtspUrl::userInfo).stream(), place.secrets().stream())
        .toList();
  }

  private static String userInfo(Credentials user) {
    return "%s:%s@"
        .formatted(SourceUrl.escaped(user.username()), SourceUrl.escaped(user.password().value()));
  }

  /** For people: without credentials and without the query, which may hold a password too. */
  @Override
  public String toString() {
    return place.toString(SCHEME);
  }
}
