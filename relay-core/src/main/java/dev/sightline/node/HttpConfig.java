package dev.sightline.node;

import dev.sightline.frame.StreamId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a node listens for viewers (edge) or for who asks how it is doing (ingest).
 *
 * @param host the local address; {@code 0.0.0.0} is all of them
 * @param port 0 lets the system choose
 * @param tls what viewers are shown; only an edge heeds it
 * @param redirectPort where who comes without TLS is sent on; likewise
 * @param urls what viewers may ask for, and from where; likewise
 * @param proxies what stands between viewers and this port; likewise
 * @param frames which pages may show ours; likewise
 */
public record HttpConfig(
    String host,
    int port,
    Optional<HttpTls> tls,
    OptionalInt redirectPort,
    UrlConfig urls,
    ProxyConfig proxies,
    FrameAncestors frames) {

  public static final HttpConfig DEFAULT = new HttpConfig("0.0.0.0", 8080);

  private static final String REDIRECT_PORT = "redirect-port";

  public HttpConfig(String host, int port) {
    this(host, port, UrlConfig.DEFAULT);
  }

  /** Without TLS, and for all. */
  public HttpConfig(String host, int port, UrlConfig urls) {
    this(
        host,
        port,
        Optional.empty(),
        OptionalInt.empty(),
        urls,
        ProxyConfig.NONE,
        FrameAncestors.ANY);
  }

  public static HttpConfig read(ConfigReader config) {
    ConfigReader http = config.section("http");
    Optional<HttpTls> tls = HttpTls.read(http);
    OptionalInt redirectPort = http.portOrOff(REDIRECT_PORT, DEFAULT.redirectPort);
    if (redirectPort.isPresent() && tls.isEmpty()) {
      http.problem(REDIRECT_PORT, "needs http.tls; there is nothing else to lead to");
    }
    if (redirectPort.isEmpty() && tls.flatMap(HttpTls::acme).isPresent()) {
      http.problem(
          REDIRECT_PORT,
          "must be on for http.tls.acme; that is where an ACME server comes, by port 80");
    }
    return new HttpConfig(
        http.string("host", DEFAULT.host),
        http.port("port", DEFAULT.port),
        tls,
        redirectPort,
        UrlConfig.read(http),
        ProxyConfig.read(http),
        FrameAncestors.read(http));
  }

  /** Whether other machines can connect. */
  public boolean isReachable() {
    return !host.equals("localhost") && !host.startsWith("127.") && !host.equals("::1");
  }

  /** The same for the clients of mjpeg-relay. */
  public HttpConfig asMjpegRelay() {
    return with(urls.as(UrlDialect.MJPEG_RELAY));
  }

  /** The same for the clients of pymjpeg. */
  public HttpConfig asPymjpeg() {
    return with(urls.as(UrlDialect.PYMJPEG));
  }

  /** The same for one stream, to whose page {@code /} leads. */
  public HttpConfig leadingTo(StreamId stream) {
    return with(urls.leadingTo(stream));
  }

  private HttpConfig with(UrlConfig other) {
    return new HttpConfig(host, port, tls, redirectPort, other, proxies, frames);
  }
}
