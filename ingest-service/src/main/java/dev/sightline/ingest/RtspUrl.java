package dev.sightline.ingest;

import dev.sightline.auth.Credentials;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

  /** What none of ffmpeg's words may show: the credentials as they are, and as the URL has them. */
  List<String> secrets() {
    String target = place.target();
    int query = target.indexOf('?');
    return Stream.concat(
            credentials().stream().flatMap(RtspUrl::secretsOf),
            query < 0 ? Stream.empty() : Stream.of(target.substring(query + 1)))
        .toList();
  }

  private static Stream<String> secretsOf(Credentials user) {
    String password = user.password().value();
    return Stream.of(userInfo(user), password, escaped(password));
  }

  private static String userInfo(Credentials user) {
    return "%s:%s@".formatted(escaped(user.username()), escaped(user.password().value()));
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  /** For people: without credentials and without the query, which may hold a password too. */
  @Override
  public String toString() {
    return place.toString(SCHEME);
  }
}
