package dev.sightline.node;

import dev.sightline.frame.StreamId;

/**
 * Where a node listens for viewers (edge) or for who asks how it is doing (ingest).
 *
 * @param host the local address; {@code 0.0.0.0} is all of them
 * @param port 0 lets the system choose
 * @param urls what viewers may ask for, and from where; only an edge heeds it
 * @param proxies what stands between viewers and this port; only an edge heeds it
 * @param frames which pages may show ours; only an edge heeds it
 */
public record HttpConfig(
    String host, int port, UrlConfig urls, ProxyConfig proxies, FrameAncestors frames) {

  public static final HttpConfig DEFAULT = new HttpConfig("0.0.0.0", 8080);

  public HttpConfig(String host, int port) {
    this(host, port, UrlConfig.DEFAULT);
  }

  public HttpConfig(String host, int port, UrlConfig urls) {
    this(host, port, urls, ProxyConfig.NONE, FrameAncestors.ANY);
  }

  public static HttpConfig read(ConfigReader config) {
    ConfigReader http = config.section("http");
    return new HttpConfig(
        http.string("host", DEFAULT.host),
        http.port("port", DEFAULT.port),
        UrlConfig.read(http),
        ProxyConfig.read(http),
        FrameAncestors.read(http));
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
    return new HttpConfig(host, port, other, proxies, frames);
  }
}
