package dev.sightline.access;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys that vouch for bearer tokens: public ones of an issuer, or a single one that both sides
 * know. Never both, so that nobody can pass off a public key as a shared one.
 */
final class TokenKeys {

  static final int MOST_BYTES = 256 << 10;

  private static final int MOST_KEYS = 100;
  private static final Set<String> PUBLIC = Set.of("RSA", "EC", "OKP");

  private final JWTAuthOptions options;
  private final boolean areShared;
  private final Set<String> ids;
  private final boolean isAnyNameless;
  private JWTAuth auth;

  private TokenKeys(List<JsonObject> keys, boolean areShared) {
    this.areShared = areShared;
    this.ids = new HashSet<>();
    keys.stream()
        .filter(key -> key.containsKey("kid"))
        .forEach(key -> ids.add(key.getString("kid")));
    this.isAnyNameless = keys.stream().anyMatch(key -> !key.containsKey("kid"));
    this.options = new JWTAuthOptions().setJWTOptions(new JWTOptions().setIgnoreExpiration(true));
    keys.forEach(options::addJwk);
  }

  /**
   * Reads a JSON Web Key Set, and takes its public keys for signatures.
   *
   * @throws IllegalArgumentException with a predicate of where it comes from
   */
  static TokenKeys parse(byte[] content) {
    List<JsonObject> keys;
    try {
      keys =
          new JsonObject(Buffer.buffer(content))
              .getJsonArray("keys", new JsonArray()).stream()
                  .filter(JsonObject.class::isInstance)
                  .map(JsonObject.class::cast)
                  .filter(TokenKeys::isForSignatures)
                  .limit(MOST_KEYS)
                  .toList();
    } catch (DecodeException | ClassCastException e) {
      throw new IllegalArgumentException("isn't a JSON Web Key Set", e);
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("is no JSON Web Key Set with a public key in it");
    }
    return new TokenKeys(keys, false);
  }

  private static boolean isForSignatures(JsonObject key) {
    return key.getValue("kty") instanceof String type
        && PUBLIC.contains(type)
        && "sig".equals(key.getValue("use", "sig"))
        && key.getValue("kid", "") instanceof String
        && (!key.containsKey("alg")
            || (key.getValue("alg") instanceof String name && TokenText.PUBLIC_KEY.contains(name)));
  }

  /**
   * The key that both sides know.
   *
   * @throws IllegalArgumentException with a predicate of where it comes from
   */
  static TokenKeys shared(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < TokenConfig.LEAST_SECRET) {
      throw new IllegalArgumentException(
          "has less than %d bytes".formatted(TokenConfig.LEAST_SECRET));
    }
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return new TokenKeys(
        List.of(new JsonObject().put("kty", "oct").put("alg", TokenText.SHARED_KEY).put("k", key)),
        true);
  }

  /** The same from a file with a line break at its end. */
  static TokenKeys sharedIn(byte[] content) {
    return shared(new String(content, StandardCharsets.UTF_8).replaceFirst("\\r?\\n\\z", ""));
  }

  /** Whether a token may be signed by one of these. */
  boolean mayKnow(TokenText token) {
    return isAnyNameless || token.key().map(ids::contains).orElse(true);
  }

  boolean haveSigned(TokenText token) {
    boolean isRightKind = areShared == token.algorithm().equals(TokenText.SHARED_KEY);
    return isRightKind && Signatures.isRight(auth(), token);
  }

  /** Made when it is needed, since keys are read more often than used and each odd one is told. */
  private synchronized JWTAuth auth() {
    if (auth == null) {
      auth = JWTAuth.create(null, options);
    }
    return auth;
  }
}
