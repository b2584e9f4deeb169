package dev.sightline.ingest;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

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
    TlsClient.secure(options, policy.link().trust(), patience, () -> options.setVerifyHost(false));
    // Java tells a server whom it wants by itself, unless the name has no dot.
    options.setForceSni(camera.source().isNamedWithoutDots());
    policy
        .link()
        .proxy()
        .ifPresent(proxy -> options.setProxyOptions(TlsClient.through(proxy, patience)));
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
}
