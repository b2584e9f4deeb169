package dev.sightline.testkit;

import java.util.List;
import java.util.Optional;

/**
 * What a {@link DigestServer} asks for; {@link #defaults()} and the {@code with} methods make one.
 *
 * @param username the only user
 * @param password the user's
 * @param realm sent in UTF-8
 * @param algorithm as in RFC 7616; none is MD5 by RFC 2617 and 2069
 * @param qop the list that is offered; none is RFC 2069
 * @param opaque what the client has to send back
 * @param userhash whether it asks for the user's name as a hash
 * @param nonceUses right answers to one nonce, after which it gives out another; with 0 it never
 *     has enough
 * @param saysStale whether it says then that only the nonce was wrong
 * @param others challenges before its own, each in a header of its own
 * @param oneHeader puts all challenges into one header instead
 * @param keepAlive whether the connection stays open after a refusal
 */
public record DigestOptions(
    String username,
    String password,
    String realm,
    Optional<String> algorithm,
    Optional<String> qop,
    Optional<String> opaque,
    boolean userhash,
    int nonceUses,
    boolean saysStale,
    List<String> others,
    boolean oneHeader,
    boolean keepAlive) {

  public DigestOptions {
    others = List.copyOf(others);
  }

  /** MD5 with {@code qop="auth"} for {@code user} and {@code secret}, as most cameras have it. */
  public static DigestOptions defaults() {
    return new DigestOptions(
        "user",
        "secret",
        "camera",
        Optional.of("MD5"),
        Optional.of("auth"),
        Optional.empty(),
        false,
        Integer.MAX_VALUE,
        true,
        List.of(),
        false,
        true);
  }

  public DigestOptions withCredentials(String username, String password) {
    return new DigestOptions(
        username, password, realm, algorithm, qop, opaque, userhash, nonceUses, saysStale, others,
        oneHeader, keepAlive);
  }

  public DigestOptions withRealm(String realm) {
    return new DigestOptions(
        username, password, realm, algorithm, qop, opaque, userhash, nonceUses, saysStale, others,
        oneHeader, keepAlive);
  }

  /** Null for none. */
  public DigestOptions withAlgorithm(String algorithm) {
    return new DigestOptions(
        username,
        password,
        realm,
        Optional.ofNullable(algorithm),
        qop,
        opaque,
        userhash,
        nonceUses,
        saysStale,
        others,
        oneHeader,
        keepAlive);
  }

  /** Null for none. */
  public DigestOptions withQop(String qop) {
    return new DigestOptions(
        username,
        password,
        realm,
        algorithm,
        Optional.ofNullable(qop),
        opaque,
        userhash,
        nonceUses,
        saysStale,
        others,
        oneHeader,
        keepAlive);
  }

  public DigestOptions withOpaque(String opaque) {
    return new DigestOptions(
        username,
        password,
        realm,
        algorithm,
        qop,
        Optional.of(opaque),
        userhash,
        nonceUses,
        saysStale,
        others,
        oneHeader,
        keepAlive);
  }

  public DigestOptions withUserhash() {
    return new DigestOptions(
        username, password, realm, algorithm, qop, opaque, true, nonceUses, saysStale, others,
        oneHeader, keepAlive);
  }

  public DigestOptions withNonceUses(int nonceUses, boolean saysStale) {
    return new DigestOptions(
        username, password, realm, algorithm, qop, opaque, userhash, nonceUses, saysStale, others,
        oneHeader, keepAlive);
  }

  public DigestOptions withOthers(boolean oneHeader, String... others) {
    return new DigestOptions(
        username,
        password,
        realm,
        algorithm,
        qop,
        opaque,
        userhash,
        nonceUses,
        saysStale,
        List.of(others),
        oneHeader,
        keepAlive);
  }

  /** The connection ends with each refusal. */
  public DigestOptions closing() {
    return new DigestOptions(
        username, password, realm, algorithm, qop, opaque, userhash, nonceUses, saysStale, others,
        oneHeader, false);
  }
}
