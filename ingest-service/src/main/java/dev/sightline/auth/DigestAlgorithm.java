package dev.sightline.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The hashes of Digest, the least wanted first.
 *
 * <p>A session's hash is no stronger than its plain one, and more servers get it wrong. SHA-512-256
 * stands behind SHA-256 since servers don't agree on what it is: RFC 7616 has it wrong in its own
 * example.
 */
enum DigestAlgorithm {
  MD5_SESS("MD5-sess", "MD5"),
  MD5("MD5", "MD5"),
  SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256"),
  SHA_512_256("SHA-512-256", "SHA-512/256"),
  SHA_256_SESS("SHA-256-sess", "SHA-256"),
  SHA_256("SHA-256", "SHA-256");

  private final String label;
  private final String hash;

  DigestAlgorithm(String label, String hash) {
    this.label = label;
    this.hash = hash;
  }

  /** The algorithm of this name in any case, if there is one and Java has it here. */
  static Optional<DigestAlgorithm> named(String name) {
    return Arrays.stream(values())
        .filter(known -> known.label.equalsIgnoreCase(name))
        .filter(DigestAlgorithm::isAvailable)
        .findFirst();
  }

  /** As it is written in challenges. */
  String label() {
    return label;
  }

  /** Whether the first nonces of a session are part of all its answers. */
  boolean isSession() {
    return label.endsWith("-sess");
  }

  /** The hash in hexadecimal digits. */
  String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param text a character for each byte, as in a header
   */
  String hash(String text) {
    return hash(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private boolean isAvailable() {
    try {
      return MessageDigest.getInstance(hash) != null;
    } catch (NoSuchAlgorithmException e) {
      return false; // Java need not have any but SHA-256.
    }
  }
}
