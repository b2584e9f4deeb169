package dev.sightline.acme;

import dev.sightline.node.Secret;
import dev.sightline.tls.Credential;
import dev.sightline.tls.PemReader;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A private key and its certificate, and what leads from that to the authority.
 *
 * @param chain the key's certificate first
 */
public record IssuedCertificate(List<X509Certificate> chain, PrivateKey key) {

  private static final int DNS_NAME = 2;

  public IssuedCertificate {
    chain = List.copyOf(chain);
  }

  /**
   * @throws GeneralSecurityException when either is broken, or they don't fit each other
   */
  static IssuedCertificate parse(Secret chain, Secret key) throws GeneralSecurityException {
    Credential read = read(chain, key);
    if (!read.fits()) {
      throw new InvalidKeyException("the key is another certificate's");
    }
    return new IssuedCertificate(read.chain(), read.key());
  }

  private static Credential read(Secret chain, Secret key) throws CertificateException {
    try {
      return PemReader.credential(chain.value(), key.value());
    } catch (Exception e) {
      throw new CertificateException("there is no certificate with its key", e);
    }
  }

  /** As what a server shows. */
  Credential credential() {
    return new Credential(key, chain);
  }

  /** The chain in PEM. */
  Secret chainPem() {
    return KeyFile.pem(
        writer -> {
          for (X509Certificate each : chain) {
            writer.writeObject(each);
          }
        });
  }

  /** The key in PEM. */
  Secret keyPem() {
    return KeyFile.of(key);
  }

  X509Certificate certificate() {
    return chain.get(0);
  }

  Instant end() {
    return certificate().getNotAfter().toInstant();
  }

  /** When a third of its lifetime is left. */
  Instant renewal() {
    Duration lifetime = Duration.between(certificate().getNotBefore().toInstant(), end());
    return end().minus(lifetime.dividedBy(3));
  }

  /** The host names that it is for, in their order. */
  List<String> domains() {
    try {
      Collection<List<?>> names = certificate().getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.get(0).equals(DNS_NAME))
              .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
              .distinct()
              .sorted()
              .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /** Without the key, which some kinds print. */
  @Override
  public String toString() {
    return "a certificate for %s until %s".formatted(domains(), end());
  }
}
