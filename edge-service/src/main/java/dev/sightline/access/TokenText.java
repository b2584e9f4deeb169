package dev.sightline.access;

import dev.sightline.access.Denial.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A signed token (JWT) taken apart, which may be forged: whether its signature is right isn't
 * looked at here. What nobody needs isn't taken: other forms, unknown algorithms, {@code none},
 * extensions that must be understood.
 */
record TokenText(String text, JsonObject header, JsonObject claims) {

  static final int LONGEST = 8 << 10;

  /** By one key that both sides know. */
  static final String SHARED_KEY = "HS256";

  /** By a key of which only the issuer has the private half. */
  static final Set<String> PUBLIC_KEY =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  private static final Pattern FORM = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
  private static final int LONGEST_ID = 256;

  /**
   * @throws DeniedException when it isn't one
   */
  static TokenText of(String text) throws DeniedException {
    if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
      throw invalid();
    }
    String[] parts = text.split("\\.");
    TokenText token = new TokenText(text, json(parts[0]), json(parts[1]));
    if (!token.isAsWanted()) {
      throw invalid();
    }
    return token;
  }

  private static JsonObject json(String base64) throws DeniedException {
    try {
      return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(base64)));
    } catch (IllegalArgumentException | DecodeException e) {
      throw invalid();
    }
  }

  private boolean isAsWanted() {
    Object kid = header.getValue("kid");
    return (algorithm().equals(SHARED_KEY) || PUBLIC_KEY.contains(algorithm()))
        && !header.containsKey("crit")
        && (kid == null || (kid instanceof String name && name.length() <= LONGEST_ID))
        && claims.getValue("exp") instanceof Number
        && (!claims.containsKey("nbf") || claims.getValue("nbf") instanceof Number);
  }

  String algorithm() {
    return header.getValue("alg") instanceof String name ? name : "";
  }

  /** The id of the key that is said to have signed it. */
  Optional<String> key() {
    return Optional.ofNullable(header.getString("kid"));
  }

  /** A claim that is a text; empty when it is missing, or something else. */
  String claim(String name) {
    return claims.getValue(name) instanceof String text ? text : "";
  }

  boolean isFor(String audience) {
    return claims.getValue("aud") instanceof JsonArray several
        ? several.contains(audience)
        : claim("aud").equals(audience);
  }

  Instant expiresAt() {
    return time("exp");
  }

  private Instant time(String claim) {
    double seconds = ((Number) claims.getValue(claim)).doubleValue();
    double most = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();
    return Instant.ofEpochSecond((long) Math.max(0, Math.min(seconds, most)));
  }

  /**
   * @param skew by how much clocks may differ
   * @throws DeniedException when it is over, or yet to begin
   */
  void checkTime(Instant now, Duration skew, String what) throws DeniedException {
    if (!now.isBefore(expiresAt().plus(skew))) {
      throw new DeniedException(
          bearer(Denial.of(Reason.EXPIRED, 401, "%s has expired.".formatted(what))));
    }
    if (claims.containsKey("nbf") && now.plus(skew).isBefore(time("nbf"))) {
      throw new DeniedException(
          bearer(Denial.of(Reason.TOKEN, 401, "%s isn't valid yet.".formatted(what))));
    }
  }

  /** Why a token isn't taken; which of many mistakes it was would help who guesses. */
  static DeniedException invalid() {
    return new DeniedException(
        bearer(Denial.of(Reason.TOKEN, 401, "The token of this request isn't valid.")));
  }

  private static Denial bearer(Denial denial) {
    return denial.with("WWW-Authenticate", "Bearer realm=\"Sightline\", error=\"invalid_token\"");
  }
}
