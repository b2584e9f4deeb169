package dev.sightline.link;

import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.RelayBus;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketClient;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;

/** One end of a link for tests, on one event loop: what it publishes and what it pulls. */
final class LinkEnd extends VerticleBase {

  static final int LARGEST = 1 << 20;

  private final String name;
  private final boolean onlyGives;
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private LinkTransport transport;
  private RelayBus bus;
  private FramePublisher publisher;
  private FrameReceiver receiver;
  private WebSocketClient client;
  private HttpServer server;
  private volatile Future<String> ended;

  private LinkEnd(String name, boolean onlyGives) {
    this.name = name;
    this.onlyGives = onlyGives;
  }

  static LinkEnd on(Vertx vertx, String name) {
    return on(vertx, new LinkEnd(name, false));
  }

  /** One that takes nothing. */
  static LinkEnd giving(Vertx vertx, String name) {
    return on(vertx, new LinkEnd(name, true));
  }

  private static LinkEnd on(Vertx vertx, LinkEnd end) {
    Await.result(vertx.deployVerticle(end));
    return end;
  }

  @Override
  public Future<?> start() throws Exception {
    transport =
        onlyGives ? LinkTransport.giving(vertx, name) : new LinkTransport(vertx, name, LARGEST);
    bus = new RelayBus(transport);
    transport.onJoin(bus::announceNow);
    publisher = new FramePublisher(System::nanoTime, metrics);
    transport.onNodeLeft(publisher::nodeLeft);
    receiver = new FrameReceiver(bus, metrics);
    return bus.deploy(context)
        .compose(v -> bus.deploy(receiver))
        .compose(v -> transport.listenForAsks(publisher));
  }

  /** Takes a connection at a port, which is returned. */
  int listen() {
    // As the product's ports do it.
    Router router = Router.router(vertx);
    router.route().handler(this::accept);
    return call(() ->
            vertx
                .createHttpServer(new HttpServerOptions().setWebSocketClosingTimeout(1))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .onSuccess(listening -> server = listening))
        .actualPort();
  }

  void dial(int port) {
    call(
        () -> {
          client = vertx.createWebSocketClient();
          return client
              .connect(port, "127.0.0.1", "/")
              .onSuccess(socket -> ended = transport.join(socket));
        });
  }

  private void accept(RoutingContext context) {
    HttpServerRequest request = context.request();
    request
        .toWebSocket()
        .onSuccess(socket -> ended = transport.accept(socket, request.connection()));
  }

  /** Waits for the connection's end and returns why it ended. */
  String end() {
    Await.until("it was connected", () -> ended != null);
    return Await.result(ended);
  }

  LinkTransport transport() {
    return transport;
  }

  RelayBus bus() {
    return bus;
  }

  FramePublisher publisher() {
    return publisher;
  }

  FrameReceiver receiver() {
    return receiver;
  }

  RelayMetrics metrics() {
    return metrics;
  }

  /** Runs {@code action} on this end's event loop and waits for what comes of it. */
  <T> T call(Callable<Future<T>> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            action.call().onComplete(done);
          } catch (Exception | AssertionError e) {
            done.tryFail(e);
          }
        });
    return Await.result(done.future());
  }

  void run(Runnable action) {
    call(
        () -> {
          action.run();
          return Future.succeededFuture();
        });
  }
}
