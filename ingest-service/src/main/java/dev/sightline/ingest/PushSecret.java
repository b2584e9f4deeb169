package dev.sightline.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.node.Secret;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The secret that a push has to show: as a bearer token, as the password of any user, or as {@code
 * ?token=}. One right one is enough, since a proxy on the way may want another for itself.
 */
final class PushSecret {

  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  /** Programs such as ffmpeg send the password of their URL only when they are asked for one. */
  private static final String CHALLENGE = "Basic realm=\"push\", charset=\"UTF-8\"";

  private PushSecret() {}

  /**
   * @throws PushRefusal when it is missing or wrong
   */
  static void check(HttpServerRequest request, Secret secret) {
    List<String> shown = shown(request).toList();
    if (shown.isEmpty()) {
      throw PushRefusal.withHeader(
          PushRefusal.Kind.SECRET,
          401,
          "WWW-Authenticate",
          CHALLENGE,
          "this stream wants its secret: as a bearer token, as a password, or as ?token=");
    }
    if (shown.stream().noneMatch(text -> isSame(text, secret.value()))) {
      throw PushRefusal.of(PushRefusal.Kind.SECRET, 403, "this is not the secret of this stream");
    }
  }

  private static Stream<String> shown(HttpServerRequest request) {
    return Stream.concat(
        Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)).stream()
            .map(PushSecret::secretIn),
        Optional.ofNullable(request.getParam("token")).stream());
  }

  private static String secretIn(String authorization) {
    String lower = authorization.toLowerCase(Locale.ROOT);
    if (lower.startsWith(BEARER)) {
      return authorization.substring(BEARER.length()).strip();
    }
    return lower.startsWith(BASIC) ? password(authorization.substring(BASIC.length())) : "";
  }

  private static String password(String credentials) {
    try {
      String text = new String(Base64.getDecoder().decode(credentials.strip()), UTF_8);
      return text.substring(text.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Takes as long for a secret that is nearly right as for any other of its length. */
  private static boolean isSame(String shown, String secret) {
    return MessageDigest.isEqual(shown.getBytes(UTF_8), secret.getBytes(UTF_8));
  }
}
