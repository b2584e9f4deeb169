package dev.sightline.testkit;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The nonces of one server and the answers to them. Written from RFC 7616 alone, and stricter than
 * any server: an answer has to be right in every field.
 */
final class DigestCheck {

  /** What to make of an answer. */
  enum Result {
    RIGHT,
    STALE
  }

  private static final int KEPT_NONCES = 1_000;

  /** What has been said to one nonce. */
  private static final class Nonce {
    int uses;
    long count;
    String firstCnonce;
  }

  private final DigestOptions options;
  private final Map<String, Nonce> nonces = new LinkedHashMap<>();
  private int made;

  DigestCheck(DigestOptions options) {
    this.options = options;
  }

  /** The value of a challenge with a nonce of its own. */
  String challenge(boolean stale) {
    // Commas and equals signs are allowed in a nonce, so there are some.
    String nonce = "n,%d==".formatted(made++);
    nonces.put(nonce, new Nonce());
    if (nonces.size() > KEPT_NONCES) {
      nonces.remove(nonces.keySet().iterator().next());
    }
    StringBuilder text = new StringBuilder("Digest realm=" + quoted(latin(options.realm())));
    text.append(", nonce=").append(quoted(nonce));
    options.qop().ifPresent(qop -> text.append(", qop=").append(quoted(qop)));
    options.algorithm().ifPresent(algorithm -> text.append(", algorithm=").append(algorithm));
    options.opaque().ifPresent(opaque -> text.append(", opaque=").append(quoted(opaque)));
    text.append(options.userhash() ? ", userhash=true" : "").append(stale ? ", stale=true" : "");
    return text.toString();
  }

  /** Every nonce so far is unknown from now on, as after a restart. */
  void forget() {
    nonces.clear();
  }

  /**
   * @param uri as a header has it, a character for each byte
   * @throws IllegalArgumentException with a sentence when the answer is wrong
   */
  Result check(String method, String uri, Buffer body, String header) {
    DigestAnswer answer = DigestAnswer.parse(header);
    expect(answer, "realm", latin(options.realm()));
    expect(answer, "uri", uri);
    expect(answer, "opaque", options.opaque().orElse(""));
    expect(answer, "algorithm", options.algorithm().orElse(""));
    expect(answer, "userhash", options.userhash() ? "true" : "");
    expect(answer, "username", options.userhash() ? userhash() : latin(options.username()));
    require(answer.has("opaque") == options.opaque().isPresent(), "opaque is not as it was given");
    require(answer.has("qop") == options.qop().isPresent(), "qop is there or not, but wrongly");
    require(answer.has("nc") == answer.has("qop"), "nc goes with qop");
    require(answer.has("cnonce") == (answer.has("qop") || isSession()), "cnonce goes with qop");
    Nonce nonce = nonces.get(answer.get("nonce"));
    if (nonce == null) {
      return Result.STALE;
    }
    count(nonce, answer);
    expect(answer, "response", response(method, uri, body, answer, nonce));
    return ++nonce.uses > options.nonceUses() ? Result.STALE : Result.RIGHT;
  }

  private void count(Nonce nonce, DigestAnswer answer) {
    if (nonce.firstCnonce == null) {
      nonce.firstCnonce = answer.get("cnonce");
    }
    if (answer.has("qop")) {
      List<String> offered = List.of(options.qop().orElseThrow().split("[, ]+"));
      require(offered.contains(answer.get("qop")), "qop was not offered");
      require(answer.get("nc").matches("[0-9a-f]{8}"), "nc is no eight hexadecimal digits");
      long count = Long.parseLong(answer.get("nc"), 16);
      require(count == nonce.count + 1, "nc is " + count + " after " + nonce.count);
      nonce.count = count;
    }
  }

  private String response(
      String method, String uri, Buffer body, DigestAnswer answer, Nonce nonce) {
    String a1 = latin(options.username() + ":" + options.realm() + ":" + options.password());
    String secret = hash(a1);
    if (isSession()) {
      secret = hash(secret + ":" + answer.get("nonce") + ":" + nonce.firstCnonce);
    }
    String a2 = method + ":" + uri;
    if (answer.get("qop").equals("auth-int")) {
      a2 += ":" + hash(body.getBytes());
    }
    String middle = answer.get("nonce");
    if (answer.has("qop")) {
      middle += ":" + answer.get("nc") + ":" + answer.get("cnonce") + ":" + answer.get("qop");
    }
    return hash(secret + ":" + middle + ":" + hash(a2));
  }

  private String userhash() {
    return hash(latin(options.username() + ":" + options.realm()));
  }

  private boolean isSession() {
    return options.algorithm().orElse("").toLowerCase(Locale.ROOT).endsWith("-sess");
  }

  private String hash(String text) {
    return hash(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private String hash(byte[] bytes) {
    String name = options.algorithm().orElse("MD5").toUpperCase(Locale.ROOT).replace("-SESS", "");
    try {
      MessageDigest hash = MessageDigest.getInstance(name.replace("512-256", "512/256"));
      return HexFormat.of().formatHex(hash.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void expect(DigestAnswer answer, String field, String value) {
    require(
        answer.get(field).equals(value),
        "%s is '%s' and should be '%s'".formatted(field, answer.get(field), value));
  }

  private static void require(boolean met, String sentence) {
    if (!met) {
      throw new IllegalArgumentException(sentence);
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Text as a header has it after a trip over the wire: a character for each byte of UTF-8. */
  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
