package dev.sightline.tls;

import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/**
 * What a server shows to its clients.
 *
 * @param keys the same, as Vert.x wants it
 */
public record ServerCertificate(KeyCertOptions keys, Instant expiry) implements Expiring {

  /** Of a store that never leaves the memory. */
  private static final char[] NO_PASSWORD = {};

  /** Of a key and its certificate, which may have been made here. */
  public static ServerCertificate of(Credential credential) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", credential.key(), NO_PASSWORD, credential.chain().toArray(Certificate[]::new));
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(store, NO_PASSWORD);
      X509KeyManager manager = (X509KeyManager) factory.getKeyManagers()[0];
      return new ServerCertificate(KeyCertOptions.wrap(manager), credential.expiry());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a key and its certificate can't be put together", e);
    }
  }
}
