package dev.sightline.edge;

import dev.sightline.access.Forge;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Tokens that somebody has forged, kept for too long or found elsewhere, those that are good, and
 * what each is answered.
 */
final class ForgedTokens {

  private static final String INVALID = "The token of this request isn't valid.\n";
  private static final String EXPIRED = "The token of this request has expired.\n";
  private static final String LINK_EXPIRED = "This link has expired.\n";
  private static final String LINK_ELSEWHERE = "This link is for something else.\n";
  private static final KeyPair ISSUER = Forge.rsa();
  private static final KeyPair STRANGER = Forge.rsa();
  private static final KeyPair FOR_ENCRYPTION = Forge.rsa();
  private static final byte[] LINK_KEY = bytes('k');
  private static final byte[] OTHER_KEY = bytes('o');

  private ForgedTokens() {}

  /** The issuer's file has a symmetric key too, and one for encryption: they count for nothing. */
  static JsonObject keySet() {
    JsonObject set = Forge.keySet(ISSUER, "key-1");
    JsonObject other = Forge.keySet(FOR_ENCRYPTION, "enc").getJsonArray("keys").getJsonObject(0);
    set.getJsonArray("keys")
        .add(other.put("use", "enc"))
        .add(
            new JsonObject()
                .put("kty", "oct")
                .put("alg", "HS256")
                .put("kid", "shared")
                .put("k", Forge.base64(OTHER_KEY)));
    return set;
  }

  /** The line of the file with the key of links. */
  static String linkKey() {
    return "one:" + Forge.base64(LINK_KEY);
  }

  private static byte[] bytes(char value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  static JsonObject claims() {
    return new JsonObject()
        .put("iss", "https://issuer.example")
        .put("aud", "cams")
        .put("sub", "bob")
        .put("exp", now() + 600);
  }

  private static JsonObject rs256() {
    return Forge.header("RS256", "key-1");
  }

  static String token(JsonObject claims) {
    return Forge.byRsa(ISSUER, rs256(), claims);
  }

  static String good() {
    return token(claims());
  }

  private static JsonObject linkClaims() {
    return new JsonObject()
        .put("aud", "sightline-link")
        .put("jti", "s3cret")
        .put("stream", "front")
        .put("exp", now() + 600);
  }

  private static String link(JsonObject claims) {
    return Forge.byHmac(LINK_KEY, Forge.header("HS256", "one"), claims);
  }

  static String goodLink() {
    return link(linkClaims());
  }

  private static JsonObject without(JsonObject claims, String name) {
    claims.remove(name);
    return claims;
  }

  private static String swapped(String token, int part, String text) {
    String[] parts = token.split("\\.");
    parts[part] = text;
    return String.join(".", parts);
  }

  private static Arguments row(String what, String token, int status, String sentence) {
    return Arguments.of(what, "/front/", token, status, sentence);
  }

  private static Arguments invalid(String what, String token) {
    return row(what, token, 401, INVALID);
  }

  static Stream<Arguments> all() {
    byte[] modulus =
        Forge.keySet(ISSUER, "").getJsonArray("keys").encode().getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        // no signature
        invalid("no token at all in it", "x"),
        invalid("two parts", "a.b"),
        invalid("algorithm none, no signature", unsigned("none") + "."),
        invalid("algorithm none, a signature", unsigned("none") + ".AAAA"),
        invalid("algorithm None", unsigned("None") + ".AAAA"),
        invalid("algorithm NONE, signed part left out", unsigned("NONE")),
        invalid(
            "no algorithm", Forge.base64("{}") + "." + Forge.base64(claims().encode()) + ".AAAA"),
        invalid("signature left out", good().substring(0, good().lastIndexOf('.') + 1)),
        invalid("signature of zeros", swapped(good(), 2, Forge.base64(new byte[256]))),
        invalid("signature cut short", good().substring(0, good().length() - 8)),
        invalid(
            "signature of another token",
            swapped(good(), 2, token(claims().put("sub", "anna")).split("\\.")[2])),
        invalid("four parts", good() + ".AAAA"),
        invalid("parts that aren't Base64", "a+/=.b.c"),
        invalid("parts that aren't JSON", Forge.base64("x") + "." + Forge.base64("y") + ".AAAA"),
        // another key
        invalid("signed by a stranger", Forge.byRsa(STRANGER, rs256(), claims())),
        invalid(
            "signed by a stranger with a key of his own in it",
            Forge.byRsa(
                STRANGER,
                rs256()
                    .put("jwk", Forge.keySet(STRANGER, "x").getJsonArray("keys").getJsonObject(0)),
                claims())),
        invalid(
            "signed by a stranger who tells where his keys are",
            Forge.byRsa(STRANGER, rs256().put("jku", "http://127.0.0.1:1/keys"), claims())),
        invalid(
            "an id of a key that there isn't",
            Forge.byRsa(ISSUER, Forge.header("RS256", "key-2"), claims())),
        invalid(
            "an id of a key that is a path",
            Forge.byRsa(ISSUER, Forge.header("RS256", "../../etc/passwd"), claims())),
        invalid(
            "an id of a key that is a number",
            Forge.byRsa(ISSUER, rs256().put("kid", 1), claims())),
        invalid(
            "key confusion: HS256 with the public key as PEM",
            Forge.byHmac(pem(), Forge.header("HS256", "key-1"), claims())),
        invalid(
            "key confusion: HS256 with the public key as DER",
            Forge.byHmac(
                ISSUER.getPublic().getEncoded(), Forge.header("HS256", "key-1"), claims())),
        invalid(
            "key confusion: HS256 with the published set",
            Forge.byHmac(modulus, Forge.header("HS256", "key-1"), claims())),
        invalid(
            "a shared key among the public ones",
            Forge.byHmac(OTHER_KEY, Forge.header("HS256", "shared"), claims())),
        invalid(
            "by a key that is for encryption",
            Forge.byRsa(FOR_ENCRYPTION, Forge.header("RS256", "enc"), claims())),
        invalid(
            "a token by the key of links",
            Forge.byHmac(LINK_KEY, Forge.header("HS256", "one"), claims())),
        invalid(
            "another algorithm than the key's",
            Forge.byRsa(ISSUER, Forge.header("PS256", "key-1"), claims())),
        invalid(
            "something critical that nobody knows",
            Forge.byRsa(ISSUER, rs256().put("crit", new JsonArray().add("exp")), claims())),
        // claims
        row("over", token(claims().put("exp", now() - 60)), 401, EXPIRED),
        row("over since long ago", token(claims().put("exp", 1)), 401, EXPIRED),
        row("over before the year 1970", token(claims().put("exp", -1)), 401, EXPIRED),
        invalid("without an end", token(without(claims(), "exp"))),
        invalid("with a word for its beginning", token(claims().put("nbf", "soon"))),
        invalid("with a word for its end", token(claims().put("exp", "never"))),
        row(
            "not yet begun",
            token(claims().put("nbf", now() + 600)),
            401,
            "The token of this request isn't valid yet.\n"),
        invalid("for somebody else", token(claims().put("aud", "shop"))),
        invalid(
            "for several others",
            token(claims().put("aud", new JsonArray().add("shop").add("cams2")))),
        invalid("for nobody", token(without(claims(), "aud"))),
        invalid("an audience that is a number", token(claims().put("aud", 7))),
        invalid("by another issuer", token(claims().put("iss", "https://stranger.example"))),
        invalid("by nobody", token(without(claims(), "iss"))),
        invalid("without a name", token(without(claims(), "sub"))),
        invalid("a name of 300 characters", token(claims().put("sub", "b".repeat(300)))),
        // size and depth
        invalid("nested as deep as fits", Forge.byHmac(LINK_KEY, "[".repeat(2_900), "{}")),
        // links
        row("a link that is over", link(linkClaims().put("exp", now() - 1)), 401, LINK_EXPIRED),
        row(
            "a link for another stream",
            link(linkClaims().put("stream", "yard")),
            403,
            LINK_ELSEWHERE),
        invalid(
            "a link by another key",
            Forge.byHmac(OTHER_KEY, Forge.header("HS256", "one"), linkClaims())),
        invalid(
            "a link by a key that there isn't",
            Forge.byHmac(LINK_KEY, Forge.header("HS256", "two"), linkClaims())),
        invalid(
            "a link without the key's id",
            Forge.byHmac(LINK_KEY, without(Forge.header("HS256", ""), "kid"), linkClaims())),
        invalid("a link signed by the issuer of tokens", token(linkClaims())),
        invalid(
            "a link by algorithm none",
            Forge.base64("{\"alg\":\"none\",\"kid\":\"one\"}")
                + "."
                + Forge.base64(linkClaims().encode())
                + ".AAAA"),
        invalid(
            "a link with other claims put in",
            swapped(goodLink(), 1, Forge.base64(linkClaims().put("stream", "yard").encode()))),
        invalid("a link without a stream", link(without(linkClaims(), "stream"))),
        invalid("a link for everything", link(linkClaims().put("stream", "*"))),
        invalid("a link without an end", link(without(linkClaims(), "exp"))),
        invalid("a link without an id", link(without(linkClaims(), "jti"))),
        invalid("a link for less than no viewers", link(linkClaims().put("max", -1))),
        invalid("a link for half a viewer", link(linkClaims().put("max", 0.5))),
        // those that are good
        row("an honest token", good(), 200, null),
        row(
            "one for several, us among them",
            token(claims().put("aud", new JsonArray().add("shop").add("cams"))),
            200,
            null),
        row(
            "one that ended within the skew of clocks",
            token(claims().put("exp", now() - 5)),
            200,
            null),
        row("an honest link", goodLink(), 200, null),
        row(
            "a link for several streams",
            link(linkClaims().put("stream", new JsonArray().add("yard").add("front"))),
            200,
            null),
        // the same elsewhere
        Arguments.of(
            "an honest token of another user",
            "/yard/",
            good(),
            403,
            "You are signed in, but this isn't for you.\n"),
        Arguments.of(
            "an honest token of the right user",
            "/yard/",
            token(claims().put("sub", "anna")),
            200,
            null),
        Arguments.of(
            "an honest link, used for another stream",
            "/yard/snapshot",
            goodLink(),
            403,
            LINK_ELSEWHERE),
        Arguments.of(
            "an honest link, used for what there isn't",
            "/nothing/",
            goodLink(),
            403,
            LINK_ELSEWHERE));
  }

  private static String unsigned(String algorithm) {
    return Forge.base64(Forge.header(algorithm, "key-1").encode())
        + "."
        + Forge.base64(claims().encode());
  }

  private static byte[] pem() {
    String base64 =
        java.util.Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(ISSUER.getPublic().getEncoded());
    return ("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
