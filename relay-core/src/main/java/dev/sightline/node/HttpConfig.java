package dev.sightline.node;

/**
 * Where a node listens for viewers (edge) or for who asks how it is doing (ingest).
 *
 * @param host the local address; {@code 0.0.0.0} is all of them
 * @param port 0 lets the system choose
 */
public record HttpConfig(String host, int port) {

  public static final HttpConfig DEFAULT = new HttpConfig("0.0.0.0", 8080);

  public static HttpConfig read(ConfigReader config) {
    ConfigReader http = config.section("http");
    return new HttpConfig(http.string("host", DEFAULT.host), http.port("port", DEFAULT.port));
  }
}
