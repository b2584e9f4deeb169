package dev.sightline.ingest;

import io.netty.handler.ssl.util.FingerprintTrustManagerFactory;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * HTTP as it is spoken to one camera: by a single connection, and never to a camera whose
 * certificate isn't the right one.
 */
final class CameraHttp {

  /** Read in pieces as large as a frame, which halves the cost of a frame against the default. */
  private static final int CHUNK_BYTES = 64 << 10;

  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int MAX_STATUS_LINE_BYTES = 4 << 10;

  /** Long enough for the answer to a challenge; a camera that is polled rarely is left alone. */
  private static final int KEEP_ALIVE_SECONDS = 5;

  /** Older versions have long been broken; a camera that speaks nothing newer isn't https. */
  private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

  private CameraHttp() {}

  static HttpClient newClient(Vertx vertx, CameraConfig camera) {
    SourcePolicy policy = camera.policy();
    Duration patience = policy.connectTimeout();
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setKeepAlive(true)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setMaxChunkSize(CHUNK_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_STATUS_LINE_BYTES)
            .setDecompressionSupported(false)
            .setConnectTimeout((int) patience.toMillis())
            .setTcpNoDelay(true);
    secure(options, camera.source(), policy.link().trust(), patience);
    policy.link().proxy().ifPresent(proxy -> options.setProxyOptions(through(proxy, patience)));
    return vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(1));
  }

  /**
   * A request to {@code url}, which is the camera's own or where it has sent us: what it has to
   * name so that it arrives there.
   */
  static RequestOptions requestTo(SourceUrl url, LinkPolicy link) {
    RequestOptions options =
        new RequestOptions()
            .setHost(url.host())
            .setPort(url.port())
            .setSsl(url.tls())
            .setURI(link.proxy().isEmpty() || url.tls() ? url.target() : wholeUrl(url))
            .putHeader(HttpHeaders.HOST, url.authority());
    if (url.hasZone() && link.proxy().isEmpty()) {
      options.setServer(SocketAddress.inetSocketAddress(withZone(url)));
    }
    return options;
  }

  /** For a proxy that isn't a tunnel. Vert.x makes one too, without the brackets of an address. */
  private static String wholeUrl(SourceUrl url) {
    return "http://" + url.authority() + url.target();
  }

  /** Vert.x takes an address with a zone for a name; Java doesn't, and so looks up nothing. */
  private static InetSocketAddress withZone(SourceUrl url) {
    return new InetSocketAddress(url.host(), url.port());
  }

  private static void secure(
      HttpClientOptions options, SourceUrl source, TlsTrust trust, Duration patience) {
    options
        // The event loop has other cameras to serve while a certificate is judged.
        .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
        .setEnabledSecureTransportProtocols(TLS_VERSIONS)
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setSslHandshakeTimeout(patience.toMillis())
        // Java tells a server whom it wants by itself, unless the name has no dot.
        .setForceSni(source.isNamedWithoutDots());
    trust.caFile().ifPresent(file -> options.setTrustOptions(authorities(file)));
    if (!trust.fingerprints().isEmpty()) {
      // Whoever has the key to this very certificate is the camera, by whatever name or date.
      options.setTrustOptions(pinned(trust)).setVerifyHost(false);
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

  private static ProxyOptions through(SourceUrl proxy, Duration patience) {
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
