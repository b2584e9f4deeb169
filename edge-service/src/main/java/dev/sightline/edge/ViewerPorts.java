package dev.sightline.edge;

import dev.sightline.acme.Acme;
import dev.sightline.bus.RelayBus;
import dev.sightline.node.AcmeConfig;
import dev.sightline.node.ConfigException;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.HttpTls;
import dev.sightline.node.RelayNode;
import dev.sightline.tls.CertificateSource;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where viewers connect, and how.
 *
 * @param tls empty where everything goes in the clear
 * @param acme gets the certificate from an ACME server, if it comes from there
 */
public record ViewerPorts(HttpConfig http, Optional<ViewerTls> tls, Optional<Acme> acme) {

  /** Where no ACME server comes. */
  public ViewerPorts(HttpConfig http, Optional<ViewerTls> tls) {
    this(http, tls, Optional.empty());
  }

  /**
   * Reads the certificate, if there is to be one. Blocks.
   *
   * @throws ConfigException with a sentence that names the file that can't be used
   */
  public static ViewerPorts of(HttpConfig http) throws ConfigException {
    Optional<CertificateSource> source = http.tls().flatMap(HttpTls::source);
    return new ViewerPorts(
        http, source.isPresent() ? Optional.of(tls(http, source.get())) : Optional.empty());
  }

  private static ViewerTls tls(HttpConfig http, CertificateSource source) throws ConfigException {
    return ViewerTls.of(source, http.tls().flatMap(HttpTls::hsts));
  }

  /** The same with the certificate of an ACME server, if it is to come from there. */
  Future<ViewerPorts> withCertificate(RelayNode node, RelayBus bus) {
    Optional<AcmeConfig> config = http.tls().flatMap(HttpTls::acme);
    return config.isPresent()
        ? Acme.start(node, bus, config.get()).compose(this::showing)
        : Future.succeededFuture(this);
  }

  private Future<ViewerPorts> showing(Acme own) {
    try {
      return Future.succeededFuture(
          new ViewerPorts(http, Optional.of(tls(http, own)), Optional.of(own)));
    } catch (ConfigException e) {
      return Future.failedFuture(e);
    }
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

  /** What answers the ACME server, if there is one. */
  Optional<Handler<HttpServerRequest>> challenges() {
    return acme.map(own -> own.challenges()::answer);
  }

  /** This server listens now. */
  void opened(HttpServer server) {
    tls.ifPresent(t -> t.keepUpToDate(server));
  }
}
