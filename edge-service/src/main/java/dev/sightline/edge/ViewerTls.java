package dev.sightline.edge;

import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.ConfigException;
import dev.sightline.tls.CertificateSource;
import dev.sightline.tls.FileContents;
import dev.sightline.tls.ServerCertificate;
import dev.sightline.tls.TlsFileException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS on the viewers' ports: what they begin with, and how they are given another certificate while
 * they listen. Any thread.
 */
public final class ViewerTls {

  private static final Logger LOG = LoggerFactory.getLogger(ViewerTls.class);

  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  /**
   * Those of the JDK that keep the past secret when a key becomes known, and that tell when a byte
   * was changed. The first three are TLS 1.3's. What costs less goes first.
   */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private static final int HANDSHAKE_SECONDS = 8;

  /** Streams of one HTTP/2 connection at a time: the pictures of a large page. */
  static final int MOST_STREAMS = 100;

  private static final int MOST_HEADER_BYTES = 8 << 10;

  private final SSLEngineOptions engine = engine();
  private final CertificateSource source;
  private final Optional<Duration> hsts;
  private final FileContents contents;
  private final ServerCertificate atStart;
  private final Queue<HttpServer> listening = new ConcurrentLinkedQueue<>();

  private ViewerTls(
      CertificateSource source,
      Optional<Duration> hsts,
      FileContents contents,
      ServerCertificate atStart) {
    this.source = source;
    this.hsts = hsts;
    this.contents = contents;
    this.atStart = atStart;
  }

  /**
   * Reads the certificate and its key. Blocks.
   *
   * @throws ConfigException with a sentence that names the file
   */
  static ViewerTls of(CertificateSource source, Optional<Duration> hsts) throws ConfigException {
    try {
      FileContents contents = source.read();
      return new ViewerTls(source, hsts, contents, source.judge(contents, Instant.now()));
    } catch (TlsFileException e) {
      throw new ConfigException(List.of(e.getMessage()));
    }
  }

  /** For how long browsers are told to come by TLS only. */
  Optional<Duration> hsts() {
    return hsts;
  }

  /** With HTTP/2 beside HTTP/1.1, for those who ask for it. */
  HttpServerOptions addTo(HttpServerOptions options) {
    options
        .setSsl(true)
        .setUseAlpn(true)
        .setSslEngineOptions(engine)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(MOST_STREAMS)
                .setMaxHeaderListSize(MOST_HEADER_BYTES));
    put(options.getSslOptions(), atStart);
    return options;
  }

  /** Where its library can be loaded OpenSSL costs a quarter less (docs/performance.md). */
  private static SSLEngineOptions engine() {
    if (OpenSSLEngineOptions.isAvailable()) {
      return new OpenSSLEngineOptions();
    }
    // Java reads it at its first handshake as a server. Handshakes are what costs most.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    LOG.info("TLS is Java's own here; OpenSSL, which costs less, has no library for this machine");
    return new JdkSSLEngineOptions();
  }

  private static <T extends SSLOptions> T put(T options, ServerCertificate certificate) {
    options
        .setKeyCertOptions(certificate.keys())
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    CIPHERS.forEach(options::addEnabledCipherSuite);
    return options;
  }

  /** This one listens with what was added to its options, and wants to know what comes next. */
  void keepUpToDate(HttpServer server) {
    listening.add(server);
  }

  /** Shows it to all who connect from now on; connections that exist go on. */
  Future<?> use(ServerCertificate other) {
    ServerSSLOptions options = put(new ServerSSLOptions(), other);
    return Future.join(listening.stream().map(server -> server.updateSSLOptions(options)).toList());
  }

  /** Looks at the files again and again from now on. */
  Future<?> watch(Vertx vertx, RelayMetrics metrics) {
    return vertx.deployVerticle(
        new ViewerTlsWatch(this, metrics.edge()),
        new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));
  }

  CertificateSource source() {
    return source;
  }

  /** What the files held at the start. */
  FileContents contents() {
    return contents;
  }

  ServerCertificate atStart() {
    return atStart;
  }
}
