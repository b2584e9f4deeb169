package dev.sightline.node;

import dev.sightline.frame.StreamId;

/**
 * Where a node listens for viewers (edge) or for who asks how it is doing (ingest).
 *
 * @param host the local address; {@code 0.0.0.0} is all of them
 * @param port 0 lets the system choose
 * @param urls what viewers may ask for, and from where; only an edge heeds it
 */
public record HttpConfig(String host, int port, UrlConfig urls) {

  public static final HttpConfig DEFAULT = new HttpConfig("0.0.0.0", 8080);

  public HttpConfig(String host, int port) {
    this(host, port, UrlConfig.DEFAULT);
  }

  public static HttpConfig read(ConfigReader config) {
    ConfigReader http = config.section("http");
    return new HttpConfig(
        http.string("host", DEFAULT.host), http.port("port", DEFAULT.port), UrlConfig.read(http));
  }

  /** The same for the clients of mjpeg-relay. */
  public HttpConfig asMjpegRelay() {
    return new HttpConfig(host, port, urls.as(UrlDialect.MJPEG_RELAY));
  }

  /** The same for the clients of pymjpeg. */
  public HttpConfig asPymjpeg() {
    return new HttpConfig(host, port, urls.as(UrlDialect.PYMJPEG));
  }

  /** The same for one stream, to whose page {@code /} leads. */
  public HttpConfig leadingTo(StreamId stream) {
    return new HttpConfig(host, port, urls.leadingTo(stream));
  }
}
