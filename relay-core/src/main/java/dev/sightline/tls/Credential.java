package dev.sightline.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/**
 * What one side of TLS proves who it is with.
 *
 * @param key RSA or EC
 * @param chain the key's certificate, then those that lead from it to the authority
 */
public record Credential(PrivateKey key, List<X509Certificate> chain) implements Expiring {

  public Credential {
    chain = List.copyOf(chain);
  }

  /**
   * Reads two files in PEM.
   *
   * @param certPem what {@code cert} holds
   * @param keyPem what {@code key} holds
   */
  public static Credential ofPem(TlsFile cert, String certPem, TlsFile key, String keyPem)
      throws TlsFileException {
    try {
      PemReader.authorities(certPem);
    } catch (Exception e) {
      throw cert.trouble("which holds no certificate in PEM", e);
    }
    Credential read = pair(cert, certPem, key, keyPem);
    if (!read.fits()) {
      throw key.trouble("which doesn't fit the certificate in " + cert.path(), null);
    }
    return read;
  }

  private static Credential pair(TlsFile cert, String certPem, TlsFile key, String keyPem)
      throws TlsFileException {
    try {
      return PemReader.credential(certPem, keyPem);
    } catch (KeyStoreException e) {
      throw cert.trouble(
          "whose certificates must follow each other, beginning with this node's", e);
    } catch (Exception e) {
      throw key.trouble(
          "which holds no RSA or EC key in PEM, without a password, that fits the certificate in "
              + cert.path(),
          e);
    }
  }

  /** Whether the key is that of the first certificate. */
  public boolean fits() {
    try {
      Signature signature =
          Signature.getInstance("SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(chain.get(0).getPublicKey());
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * Whether each certificate is valid now.
   *
   * @param file where they come from
   */
  public void checkDates(TlsFile file, Instant now) throws TlsFileException {
    for (X509Certificate certificate : chain) {
      try {
        certificate.checkValidity(Date.from(now));
      } catch (CertificateExpiredException e) {
        throw file.trouble("whose certificate has expired, on " + end(certificate), e);
      } catch (CertificateNotYetValidException e) {
        throw file.trouble(
            "whose certificate isn't valid before " + certificate.getNotBefore().toInstant(), e);
      }
    }
  }

  @Override
  public Instant expiry() {
    return chain.stream().map(Credential::end).min(Instant::compareTo).orElseThrow();
  }

  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  /** Without the key, which some kinds print. */
  @Override
  public String toString() {
    return chain.get(0).getSubjectX500Principal().getName();
  }
}
