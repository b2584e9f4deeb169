package dev.sightline.access;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The keys of signed links: lines of an id, a colon and 32 bytes or more in Base64. The first one
 * signs, all of them vouch for what they have signed.
 */
public final class LinkKeys {

  public static final int MOST_BYTES = 64 << 10;

  private static final int MOST_KEYS = 100;
  private static final int LEAST_KEY = 32;
  private static final Pattern ID = Pattern.compile("[\\w.-]{1,64}");

  private final Map<String, JWTAuth> keys;

  private LinkKeys(Map<String, JWTAuth> keys) {
    this.keys = keys;
  }

  /**
   * Reads the file's content. By one without keys no link is good: the last one was taken back.
   *
   * @throws IllegalArgumentException with a predicate of the file, which shows no key
   */
  public static LinkKeys parse(byte[] content) {
    Map<String, JWTAuth> keys = new LinkedHashMap<>();
    int number = 0;
    String text = new String(content, StandardCharsets.UTF_8);
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        read(line.strip(), number, keys);
      }
    }
    if (keys.size() > MOST_KEYS) {
      throw new IllegalArgumentException("has more than %d keys".formatted(MOST_KEYS));
    }
    return new LinkKeys(keys);
  }

  /** The same of a file to begin with, or to sign by. */
  static LinkKeys parseSome(byte[] content) {
    LinkKeys read = parse(content);
    if (read.keys.isEmpty()) {
      throw new IllegalArgumentException("has no keys in it; sightline link --new-key makes one");
    }
    return read;
  }

  private static void read(String line, int number, Map<String, JWTAuth> keys) {
    int colon = line.indexOf(':');
    if (colon < 0 || !ID.matcher(line.substring(0, colon)).matches()) {
      throw new IllegalArgumentException(
          "has a line %d that isn't an id, a colon and a key".formatted(number));
    }
    byte[] key = decode(line.substring(colon + 1), number);
    if (key.length < LEAST_KEY) {
      throw new IllegalArgumentException(
          "has a line %d with a key of less than %d bytes".formatted(number, LEAST_KEY));
    }
    String id = line.substring(0, colon);
    if (keys.put(id, key(id, key)) != null) {
      throw new IllegalArgumentException(
          "has a line %d with an id that another line has too".formatted(number));
    }
  }

  private static byte[] decode(String base64, int number) {
    try {
      return Base64.getUrlDecoder().decode(base64.replace('+', '-').replace('/', '_'));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "has a line %d whose key isn't Base64".formatted(number), e);
    }
  }

  private static JWTAuth key(String id, byte[] key) {
    JsonObject jwk =
        new JsonObject()
            .put("kty", "oct")
            .put("alg", TokenText.SHARED_KEY)
            .put("kid", id)
            .put("k", Base64.getUrlEncoder().withoutPadding().encodeToString(key));
    JWTOptions onlySignatures =
        new JWTOptions().setAlgorithm(TokenText.SHARED_KEY).setIgnoreExpiration(true);
    return JWTAuth.create(null, new JWTAuthOptions().addJwk(jwk).setJWTOptions(onlySignatures));
  }

  /** A line for the file, with a fresh key. */
  public static String newLine() {
    SecureRandom random = new SecureRandom();
    byte[] id = new byte[4];
    byte[] key = new byte[LEAST_KEY];
    random.nextBytes(id);
    random.nextBytes(key);
    return "%s:%s".formatted(HexFormat.of().formatHex(id), Base64.getEncoder().encodeToString(key));
  }

  boolean has(String id) {
    return keys.containsKey(id);
  }

  /** Whether the key that a token names has signed it. */
  boolean haveSigned(TokenText token) {
    JWTAuth key = keys.get(token.key().orElse(""));
    return key != null
        && token.algorithm().equals(TokenText.SHARED_KEY)
        && Signatures.isRight(key, token);
  }

  /** A token with these claims, by the first key. */
  String sign(JsonObject claims) {
    return keys.values().iterator().next().generateToken(claims);
  }
}
