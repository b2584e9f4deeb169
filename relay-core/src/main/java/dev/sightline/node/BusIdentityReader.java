package dev.sightline.node;

import dev.sightline.tls.Credential;
import dev.sightline.tls.PemReader;
import dev.sightline.tls.TlsFileException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
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
  BusIdentity read(Instant now) throws TlsFileException {
    X509ExtendedTrustManager authorities = authorities();
    Credential own =
        Credential.ofPem(files.certFile(), pem.cert(), files.keyFile(), pem.key().value());
    own.checkDates(files.certFile(), now);
    checkIssuer(own.chain(), authorities);
    return new BusIdentity(
        new PemKeyCertOptions()
            .addCertValue(Buffer.buffer(pem.cert()))
            .addKeyValue(Buffer.buffer(pem.key().value())),
        new PemTrustOptions().addCertValue(Buffer.buffer(pem.ca())),
        own.expiry(),
        authorities);
  }

  private X509ExtendedTrustManager authorities() throws TlsFileException {
    try {
      return PemReader.authorities(pem.ca());
    } catch (Exception e) {
      throw files.caFile().trouble("which holds no certificate in PEM", e);
    }
  }

  private void checkIssuer(List<X509Certificate> chain, X509ExtendedTrustManager authorities)
      throws TlsFileException {
    X509Certificate[] shown = chain.toArray(X509Certificate[]::new);
    try {
      authorities.checkServerTrusted(shown, ANY_KEY_EXCHANGE);
      authorities.checkClientTrusted(shown, ANY_KEY_EXCHANGE);
    } catch (CertificateException e) {
      throw files.certFile().trouble("whose certificate " + CertificateTrouble.of(e), e);
    }
  }
}
