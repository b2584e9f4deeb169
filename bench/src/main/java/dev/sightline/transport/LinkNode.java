package dev.sightline.transport;

import dev.sightline.bus.RelayBus;
import dev.sightline.link.LinkTransport;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One end of a link, with the settings of the product's own. TLS is Java's, as on the event bus.
 */
final class LinkNode extends VerticleBase {

  private static final int LARGEST = 1 << 20;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Setup setup;
  private RelayBus bus;
  private LinkTransport transport;

  /** A field, since a client that is garbage closes its connections. */
  private WebSocketClient client;

  LinkNode(Setup setup) {
    this.setup = setup;
  }

  RelayBus bus() {
    return bus;
  }

  @Override
  public Future<?> start() {
    transport = new LinkTransport(vertx, setup.sends() ? "sender" : "taker", LARGEST);
    bus = new RelayBus(transport);
    transport.onJoin(bus::announceNow);
    return bus.deployOn(context).onSuccess(v -> connect());
  }

  private void connect() {
    if (setup.listens()) {
      listen();
    } else {
      client = vertx.createWebSocketClient(clientOptions());
      dial();
    }
  }

  private void listen() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setTcpNoDelay(true)
            .setSsl(setup.tls().isPresent());
    setup.cert().ifPresent(cert -> options.setKeyCertOptions(keys(cert)));
    vertx
        .createHttpServer(options)
        .webSocketHandler(transport::join)
        .listen(setup.port(), setup.host());
  }

  private PemKeyCertOptions keys(Path cert) {
    return new PemKeyCertOptions()
        .setCertPath(cert.toString())
        .setKeyPath(setup.key().orElseThrow().toString());
  }

  private WebSocketClientOptions clientOptions() {
    WebSocketClientOptions options =
        new WebSocketClientOptions()
            .setTryUsePerMessageCompression(false)
            .setTryUsePerFrameCompression(false)
            .setTcpNoDelay(true)
            .setVerifyHost(false)
            .setSsl(setup.tls().isPresent());
    setup
        .cert()
        .ifPresent(
            cert -> options.setTrustOptions(new PemTrustOptions().addCertPath(cert.toString())));
    return options;
  }

  /** Until the other end is there. */
  private void dial() {
    client
        .connect(new WebSocketConnectOptions().setHost(setup.server()).setPort(setup.port()))
        .onSuccess(transport::join)
        .onFailure(failure -> vertx.setTimer(PAUSE.toMillis(), id -> dial()));
  }
}
