package dev.sightline.node;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Makes a {@link BusIdentity} of three files, if nodes with certificates of the same authorities
 * would believe it. Each mistake is a sentence that names the file.
 */
final class BusIdentityReader {

  /** The JDK's name for what TLS 1.3 does, where a certificate only signs. */
  private static final String ANY_KEY_EXCHANGE = "UNKNOWN";

  private final BusTlsFiles files;
  private final BusTlsPem pem;

  BusIdentityReader(BusTlsFiles files, BusTlsPem pem) {
    this.files = files;
    this.pem = pem;
  }

  /**
   * @param now for the dates
   */
  BusIdentity read(Instant now) throws BusTlsException {
    X509ExtendedTrustManager authorities = authorities(pem.ca(), BusTlsFiles.CA, files.ca());
    authorities(pem.cert(), BusTlsFiles.CERT, files.cert());
    List<X509Certificate> chain = chain();
    checkDates(chain, now);
    checkIssuer(chain, authorities);
    return new BusIdentity(
        new PemKeyCertOptions()
            .addCertValue(Buffer.buffer(pem.cert()))
            .addKeyValue(Buffer.buffer(pem.key().value())),
        new PemTrustOptions().addCertValue(Buffer.buffer(pem.ca())),
        chain.stream().map(BusIdentityReader::end).min(Instant::compareTo).orElseThrow(),
        authorities);
  }

  private static X509ExtendedTrustManager authorities(String pem, String setting, Path file)
      throws BusTlsException {
    try {
      return PemReader.authorities(pem);
    } catch (Exception e) {
      throw new BusTlsException(setting, file, "which holds no certificate in PEM", e);
    }
  }

  /** This node's certificate, whose key is there, and what leads from it to the authority. */
  private List<X509Certificate> chain() throws BusTlsException {
    PemReader.Pair pair = pair();
    if (!fits(pair.key(), pair.chain().get(0).getPublicKey())) {
      throw key("which doesn't fit the certificate in " + files.cert(), null);
    }
    return pair.chain();
  }

  private PemReader.Pair pair() throws BusTlsException {
    try {
      return PemReader.pair(pem.cert(), pem.key());
    } catch (KeyStoreException e) {
      throw cert("whose certificates must follow each other, beginning with this node's", e);
    } catch (Exception e) {
      throw key(
          "which holds no RSA or EC key in PEM, without a password, that fits the certificate in "
              + files.cert(),
          e);
    }
  }

  private static boolean fits(PrivateKey key, PublicKey certified) {
    try {
      Signature signature =
          Signature.getInstance("SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private void checkDates(List<X509Certificate> chain, Instant now) throws BusTlsException {
    for (X509Certificate certificate : chain) {
      try {
        certificate.checkValidity(Date.from(now));
      } catch (CertificateExpiredException e) {
        throw cert("whose certificate has expired, on " + end(certificate), e);
      } catch (CertificateNotYetValidException e) {
        throw cert(
            "whose certificate isn't valid before " + certificate.getNotBefore().toInstant(), e);
      }
    }
  }

  private void checkIssuer(List<X509Certificate> chain, X509ExtendedTrustManager authorities)
      throws BusTlsException {
    X509Certificate[] shown = chain.toArray(X509Certificate[]::new);
    try {
      authorities.checkServerTrusted(shown, ANY_KEY_EXCHANGE);
      authorities.checkClientTrusted(shown, ANY_KEY_EXCHANGE);
    } catch (CertificateException e) {
      throw cert("whose certificate " + CertificateTrouble.of(e), e);
    }
  }

  private BusTlsException cert(String why, Throwable cause) {
    return new BusTlsException(BusTlsFiles.CERT, files.cert(), why, cause);
  }

  private BusTlsException key(String why, Throwable cause) {
    return new BusTlsException(BusTlsFiles.KEY, files.key(), why, cause);
  }

  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }
}
