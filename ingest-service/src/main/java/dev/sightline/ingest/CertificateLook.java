package dev.sightline.ingest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.HexFormat;

/**
 * Looks at the certificate of a camera that isn't trusted, so that its owner can compare and pin
 * it. Nothing is sent beyond TLS's own greeting.
 */
final class CertificateLook {

  private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

  /** A field, since a client that is garbage closes its connections. */
  private final NetClient client;

  CertificateLook(Vertx vertx, int timeoutMillis) {
    client =
        vertx.createNetClient(
            new NetClientOptions()
                .setConnectTimeout(timeoutMillis)
                .setIdleTimeout(timeoutMillis)
                .setIdleTimeoutUnit(java.util.concurrent.TimeUnit.MILLISECONDS));
  }

  /** SHA-256 of the certificate that the host shows. */
  Future<String> fingerprint(SourceUrl url) {
    ClientSSLOptions anybody =
        new ClientSSLOptions().setTrustAll(true).setHostnameVerificationAlgorithm("");
    return client
        .connect(url.port(), url.host())
        .compose(
            socket ->
                socket
                    .upgradeToSsl(anybody, url.host())
                    .map(v -> fingerprint(socket))
                    .eventually(socket::close));
  }

  void close() {
    client.close();
  }

  private static String fingerprint(NetSocket socket) {
    try {
      Certificate own = socket.peerCertificates().get(0);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(own.getEncoded());
      return COLONS.formatHex(digest);
    } catch (GeneralSecurityException | javax.net.ssl.SSLException e) {
      throw new IllegalStateException(e);
    }
  }
}
