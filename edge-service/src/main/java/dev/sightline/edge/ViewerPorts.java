package dev.sightline.edge;

import dev.sightline.node.ConfigException;
import dev.sightline.node.HttpConfig;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where viewers connect, and how.
 *
 * @param tls empty where everything goes in the clear
 */
public record ViewerPorts(HttpConfig http, Optional<ViewerTls> tls) {

  /**
   * Reads the certificate, if there is to be one. Blocks.
   *
   * @throws ConfigException with a sentence that names the file that can't be used
   */
  public static ViewerPorts of(HttpConfig http) throws ConfigException {
    return new ViewerPorts(
        http,
        http.tls().isPresent() ? Optional.of(ViewerTls.of(http.tls().get())) : Optional.empty());
  }

  /**
   * How the port for requests listens.
   *
   * @param patience how long a viewer may take nothing
   */
  HttpServerOptions forRequests(Duration patience) {
    HttpServerOptions options = EdgeServerOptions.create(patience);
    return tls.isPresent() ? tls.get().addTo(options) : options;
  }

  /** How the one for WebSockets does, which Vert.x knows over HTTP/1.1 only. */
  HttpServerOptions forSockets(Duration patience) {
    return forRequests(patience).setAlpnVersions(List.of(HttpVersion.HTTP_1_1));
  }

  /** This server listens now. */
  void opened(HttpServer server) {
    tls.ifPresent(t -> t.keepUpToDate(server));
  }
}
