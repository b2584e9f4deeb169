package dev.sightline.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.impl.KeyStoreHelper;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Reads PEM as Vert.x does. What Vert.x has for others to use wants a Vert.x that runs, which is
 * too late for a sentence about a mistake.
 */
public final class PemReader {

  private PemReader() {}

  /**
   * What believes certificates that one of these has issued.
   *
   * @throws Exception of any kind, when there is none or one is broken
   */
  public static X509ExtendedTrustManager authorities(String certificates) throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(KeyStoreHelper.loadCA(Stream.of(Buffer.buffer(certificates))));
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  /**
   * A key and the chain of certificates that begins with its own, though it may be another's.
   *
   * @throws KeyStoreException when the certificates don't follow each other
   * @throws Exception of any other kind, when there is no key or it is of another sort
   */
  public static Credential credential(String certificates, String key) throws Exception {
    List<Buffer> keys = List.of(Buffer.buffer(key));
    KeyStore store = KeyStoreHelper.loadKeyCert(keys, List.of(Buffer.buffer(certificates)));
    String alias = store.aliases().nextElement();
    return new Credential(
        (PrivateKey) store.getKey(alias, KeyStoreHelper.DUMMY_PASSWORD.toCharArray()),
        Arrays.stream(store.getCertificateChain(alias)).map(X509Certificate.class::cast).toList());
  }
}
