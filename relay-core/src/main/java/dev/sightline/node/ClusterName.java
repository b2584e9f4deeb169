package dev.sightline.node;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The name of the cluster in Hazelcast: nodes with another name aren't let in.
 *
 * <p>It has a hash of the secret in it, since it passes in clear. Who reads it can join, but
 * doesn't know the secret; to guess a weak one costs as much for each guess as it costs each node
 * once.
 */
final class ClusterName {

  private static final String PLAIN = "sightline";

  /** The same for all nodes, so it can't be random. */
  private static final byte[] SALT = {'s', 'i', 'g', 'h', 't', 'l', 'i', 'n', 'e'};

  /** Some tenths of a second. */
  private static final int ROUNDS = 200_000;

  private static final int BITS = 128;

  private ClusterName() {}

  /** Nodes with and without TLS can't talk, so they are no cluster either. */
  static String of(ClusterConfig config) {
    String name = config.tls().isPresent() ? PLAIN + "-tls" : PLAIN;
    return config.secret().map(secret -> name + "-" + hash(secret)).orElse(name);
  }

  private static String hash(Secret secret) {
    try {
      PBEKeySpec spec = new PBEKeySpec(secret.value().toCharArray(), SALT, ROUNDS, BITS);
      SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
      return HexFormat.of().formatHex(factory.generateSecret(spec).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
