package dev.sightline.auth;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/**
 * The answers to one challenge: its nonce is used for all of them, and each is numbered.
 *
 * <p>Texts are kept as they are on the wire, a character for each byte, so that a camera's realm
 * goes back as it came, whatever encoding that was. A user's name is sent in UTF-8, as browsers do.
 */
final class DigestSession {

  private final Credentials credentials;
  private final DigestChallenge challenge;
  private final String cnonce;
  private int answers;

  /**
   * @param cnonce our share in the hash; one for all answers, since some servers compute the key of
   *     a session from the first and others from the latest
   */
  DigestSession(Credentials credentials, DigestChallenge challenge, String cnonce) {
    this.credentials = credentials;
    this.challenge = challenge;
    this.cnonce = cnonce;
  }

  DigestChallenge challenge() {
    return challenge;
  }

  /** The value of an {@code Authorization} header for one request. */
  String answer(String method, String target, Buffer body) {
    answers++;
    String count = "%08x".formatted(answers);
    StringJoiner header = new StringJoiner(", ", "Digest ", "");
    header.add("username=" + quoted(challenge.userhash() ? userhash() : username()));
    header.add("realm=" + quoted(challenge.realm()));
    header.add("nonce=" + quoted(challenge.nonce()));
    header.add("uri=" + quoted(wire(target)));
    header.add("response=" + quoted(response(count, method, target, body)));
    challenge.algorithmName().ifPresent(name -> header.add("algorithm=" + name));
    if (challenge.qop().isPresent()) {
      header.add("qop=" + challenge.qop().get()).add("nc=" + count);
    }
    if (challenge.qop().isPresent() || challenge.algorithm().isSession()) {
      header.add("cnonce=" + quoted(cnonce));
    }
    challenge.opaque().ifPresent(opaque -> header.add("opaque=" + quoted(opaque)));
    if (challenge.userhash()) {
      header.add("userhash=true");
    }
    return header.toString();
  }

  private String response(String count, String method, String target, Buffer body) {
    String request = requestHash(method, target, body);
    return challenge
        .qop()
        .map(qop -> hash(key(), challenge.nonce(), count, cnonce, qop, request))
        .orElseGet(() -> hash(key(), challenge.nonce(), request));
  }

  private String key() {
    String key = hash(username(), challenge.realm(), wire(credentials.password().value()));
    return challenge.algorithm().isSession() ? hash(key, challenge.nonce(), cnonce) : key;
  }

  private String requestHash(String method, String target, Buffer body) {
    return challenge
        .qop()
        .filter(DigestChallenge.AUTH_INT::equals)
        .map(qop -> hash(method, wire(target), challenge.algorithm().hash(body.getBytes())))
        .orElseGet(() -> hash(method, wire(target)));
  }

  private String userhash() {
    return hash(username(), challenge.realm());
  }

  private String username() {
    return wire(credentials.username());
  }

  private String hash(String... texts) {
    return challenge.algorithm().hash(String.join(":", texts));
  }

  private static String wire(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** A control character would end the header or be refused with it. */
  private static String quoted(String text) {
    return '"' + text.replaceAll("[\\x00-\\x1f\\x7f]", "?").replaceAll("[\"\\\\]", "\\\\$0") + '"';
  }
}
