package dev.sightline.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a program shows that dials us, or that we show where we dial: a long random text (RFC 6750).
 */
public record BearerToken(Secret secret) {

  /** As many as nobody guesses. */
  private static final int SHORTEST = 16;

  private static final String SCHEME = "Bearer ";

  /**
   * The token of a section, which must be there and long enough.
   *
   * @param others those of other sections, none of which may have the same; this one is added
   */
  public static Optional<BearerToken> read(ConfigReader section, Set<String> others) {
    Optional<Secret> token = section.secret("token");
    if (token.isEmpty()) {
      section.problem("token", "is missing; make one with: openssl rand -hex 32");
    } else if (token.get().value().length() < SHORTEST) {
      section.problem(
          "token",
          "must have at least %d characters; make one with: openssl rand -hex 32"
              .formatted(SHORTEST));
    } else if (!others.add(token.get().value())) {
      section.problem("token", "is that of another section, too; each needs its own");
    }
    return token.map(BearerToken::new);
  }

  /**
   * Whether a request shows it, found out in a time that tells nothing of it.
   *
   * @param authorization the request's header; null when there is none
   */
  public boolean isShownBy(String authorization) {
    boolean isBearer =
        authorization != null
            && authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME.toLowerCase(Locale.ROOT));
    String shown = isBearer ? authorization.substring(SCHEME.length()).strip() : "";
    return MessageDigest.isEqual(shown.getBytes(UTF_8), secret.value().getBytes(UTF_8));
  }

  /** The value of an Authorization header. */
  public String header() {
    return SCHEME + secret.value();
  }
}
