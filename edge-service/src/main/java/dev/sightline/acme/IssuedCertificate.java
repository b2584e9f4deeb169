package dev.sightline.acme;

import dev.sightline.node.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
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
    byte[] bytes = chain.value().getBytes(StandardCharsets.UTF_8);
    List<X509Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (certificates.isEmpty()) {
      throw new CertificateException("there is no certificate");
    }
    PrivateKey own = KeyFile.privateKey(key);
    if (!fits(own, certificates.get(0).getPublicKey())) {
      throw new InvalidKeyException("the key is another certificate's");
    }
    return new IssuedCertificate(certificates, own);
  }

  private static boolean fits(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    return signature.verify(signed);
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
