package dev.sightline.access;

import dev.sightline.access.Denial.Reason;
import dev.sightline.node.Secret;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request says of who makes it.
 *
 * <p>A token in the URL goes before a password, which a browser may have added by itself. What is
 * pushed may have the stream's own secret there instead, so that of a push only the header is read.
 *
 * @param login of {@code Authorization: Basic}
 * @param token of {@code Authorization: Bearer}, or of the URL
 */
record Credentials(Optional<Login> login, Optional<Secret> token) {

  /** A user and what is said to be the password. */
  record Login(String user, Secret password) {}

  private static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());
  static final String TOKEN = "token";
  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";

  /**
   * @throws DeniedException when they can't be read, or there are two that differ
   */
  static Credentials of(HttpServerRequest request, Action action) throws DeniedException {
    Credentials inHeader = inHeader(request);
    if (action == Action.PUSH || request.query() == null) {
      return inHeader;
    }
    Optional<Secret> inUrl =
        only(request.params().getAll(TOKEN)).filter(text -> !text.isEmpty()).map(Secret::new);
    if (inUrl.isPresent() && inHeader.token.isPresent() && !inUrl.equals(inHeader.token)) {
      throw contradiction();
    }
    return inUrl.isPresent() ? new Credentials(inHeader.login, inUrl) : inHeader;
  }

  private static Credentials inHeader(HttpServerRequest request) throws DeniedException {
    String text = only(request.headers().getAll(HttpHeaders.AUTHORIZATION)).orElse("").strip();
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith(BASIC)) {
      return new Credentials(
          Optional.of(login(text.substring(BASIC.length()).strip())), Optional.empty());
    }
    if (lower.startsWith(BEARER)) {
      String token = text.substring(BEARER.length()).strip();
      return new Credentials(Optional.empty(), Optional.of(new Secret(token)));
    }
    return NONE;
  }

  private static Login login(String base64) throws DeniedException {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      int colon = text.indexOf(':');
      if (colon >= 0) {
        return new Login(text.substring(0, colon), new Secret(text.substring(colon + 1)));
      }
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw unreadable("The header Authorization can't be read.");
    }
    throw unreadable("The header Authorization can't be read.");
  }

  private static Optional<String> only(List<String> values) throws DeniedException {
    if (values.stream().distinct().count() > 1) {
      throw contradiction();
    }
    return values.stream().findFirst();
  }

  private static DeniedException contradiction() {
    return unreadable("This request has two credentials that contradict each other.");
  }

  private static DeniedException unreadable(String sentence) {
    return new DeniedException(Denial.of(Reason.UNREADABLE, 400, sentence));
  }
}
