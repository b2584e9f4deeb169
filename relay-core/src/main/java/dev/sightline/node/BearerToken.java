package dev.sightline.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a program shows that dials us, or that we show where we dial: a long random text (RFC 6750).
 */
public final class BearerToken {

  /** As many as nobody guesses. */
  private static final int SHORTEST = 16;

  /** What is longer is looked at no further. */
  static final int LONGEST = 512;

  private static final String SCHEME = "Bearer ";

  private final Secret secret;

  /** What is shown is compared by its hash, which tells nobody how much of it was right. */
  private final byte[] hash;

  public BearerToken(Secret secret) {
    this.secret = secret;
    this.hash = hashOf(secret.value());
  }

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
    } else if (token.get().value().length() > LONGEST) {
      section.problem("token", "must have at most %d characters".formatted(LONGEST));
    } else if (!others.add(token.get().value())) {
      section.problem("token", "is that of another section, too; each needs its own");
    }
    return token.map(BearerToken::new);
  }

  /** Whether a request shows a token at all. */
  public static boolean isIn(String authorization) {
    return authorization != null
        && authorization.length() <= SCHEME.length() + LONGEST
        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /**
   * The one of these whose token a request shows, found out in a time that tells nothing of it.
   *
   * @param token that of each
   * @param authorization the request's header; null when there is none
   */
  public static <T> Optional<T> whose(
      Collection<T> known, Function<T, BearerToken> token, String authorization) {
    if (!isIn(authorization)) {
      return Optional.empty();
    }
    byte[] shown = hashOf(authorization.substring(SCHEME.length()).strip());
    return known.stream()
        .filter(one -> MessageDigest.isEqual(token.apply(one).hash, shown))
        .findFirst();
  }

  private static byte[] hashOf(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The value of an Authorization header. */
  public String header() {
    return SCHEME + secret.value();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BearerToken token && secret.equals(token.secret);
  }

  @Override
  public int hashCode() {
    return secret.hashCode();
  }

  @Override
  public String toString() {
    return secret.toString();
  }
}
