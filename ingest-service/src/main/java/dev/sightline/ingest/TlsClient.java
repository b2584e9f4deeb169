package dev.sightline.ingest;

import io.netty.handler.ssl.util.FingerprintTrustManagerFactory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The way to a server that is dialled: how it is known, and the proxy before it. */
final class TlsClient {

  /** Older versions have long been broken; a camera that speaks nothing newer isn't https. */
  private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

  private TlsClient() {}

  /**
   * @param takeAnyName has a certificate count whatever name is in it
   */
  static void secure(
      ClientOptionsBase options, TlsTrust trust, Duration patience, Runnable takeAnyName) {
    options
        // The event loop has other cameras to serve while a certificate is judged.
        .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
        .setEnabledSecureTransportProtocols(TLS_VERSIONS)
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setSslHandshakeTimeout(patience.toMillis());
    trust.caFile().ifPresent(file -> options.setTrustOptions(authorities(file)));
    if (!trust.fingerprints().isEmpty()) {
      // Whoever has the key to this very certificate is the server, by whatever name or date.
      options.setTrustOptions(pinned(trust));
      takeAnyName.run();
    }
  }

  private static TrustOptions authorities(CertificateFile file) {
    return new PemTrustOptions().addCertValue(Buffer.buffer(file.pem()));
  }

  private static TrustOptions pinned(TlsTrust trust) {
    return TrustOptions.wrap(
        FingerprintTrustManagerFactory.builder("SHA-256")
            .fingerprints(trust.fingerprints())
            .build());
  }

  static ProxyOptions through(SourceUrl proxy, Duration patience) {
    ProxyOptions options =
        new ProxyOptions()
            .setType(ProxyType.HTTP)
            .setHost(proxy.host())
            .setPort(proxy.port())
            .setConnectTimeout(patience);
    proxy
        .credentials()
        .ifPresent(
            known -> options.setUsername(known.username()).setPassword(known.password().value()));
    return options;
  }
}
