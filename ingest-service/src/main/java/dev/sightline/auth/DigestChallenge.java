package dev.sightline.auth;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A challenge by RFC 7616, RFC 2617 or RFC 2069 that can be answered.
 *
 * @param realm what the password is for; empty when the camera doesn't say
 * @param nonce what makes the answer worthless to others
 * @param opaque to be sent back as it is
 * @param algorithm the hash
 * @param algorithmName the hash as the camera writes it; none when MD5 is meant and not written
 * @param qop {@code auth} or {@code auth-int}; none by RFC 2069
 * @param userhash whether the user's name is sent as a hash
 * @param stale whether only the nonce of the answer before was wrong
 */
record DigestChallenge(
    String realm,
    String nonce,
    Optional<String> opaque,
    DigestAlgorithm algorithm,
    Optional<String> algorithmName,
    Optional<String> qop,
    boolean userhash,
    boolean stale) {

  static final String AUTH = "auth";
  static final String AUTH_INT = "auth-int";

  /** Nothing when it is for another scheme, or asks for what we don't know. */
  static Optional<DigestChallenge> of(Challenge challenge) {
    Optional<String> nonce = challenge.parameter("nonce");
    Optional<String> name = said(challenge, "algorithm");
    Optional<DigestAlgorithm> algorithm =
        DigestAlgorithm.named(name.orElse(DigestAlgorithm.MD5.label()));
    Optional<String> list = said(challenge, "qop");
    Optional<String> qop = list.flatMap(DigestChallenge::choose);
    if (!challenge.is("Digest")
        || nonce.isEmpty()
        || algorithm.isEmpty()
        || list.isPresent() != qop.isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new DigestChallenge(
            challenge.parameter("realm").orElse(""),
            nonce.get(),
            challenge.parameter("opaque"),
            algorithm.get(),
            name,
            qop,
            isTrue(challenge, "userhash"),
            isTrue(challenge, "stale")));
  }

  /** The same with another nonce, which the camera has not refused. */
  DigestChallenge withNonce(String next) {
    return new DigestChallenge(realm, next, opaque, algorithm, algorithmName, qop, userhash, false);
  }

  /** For people. */
  String describe() {
    return "Digest, " + algorithm.label() + qop.map(chosen -> ", qop " + chosen).orElse("");
  }

  /** A parameter that is there and empty says nothing. */
  private static Optional<String> said(Challenge challenge, String name) {
    return challenge.parameter(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  private static boolean isTrue(Challenge challenge, String name) {
    return said(challenge, name).filter("true"::equalsIgnoreCase).isPresent();
  }

  /** Of both, the one that doesn't hash the request's body: servers do it in different ways. */
  private static Optional<String> choose(String list) {
    List<String> offered = List.of(list.toLowerCase(Locale.ROOT).split("[,\\s]+"));
    if (offered.contains(AUTH)) {
      return Optional.of(AUTH);
    }
    return Optional.of(AUTH_INT).filter(offered::contains);
  }
}
