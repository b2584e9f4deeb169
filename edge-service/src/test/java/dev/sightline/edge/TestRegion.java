package dev.sightline.edge;

import dev.sightline.bus.Arrival;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.FrameTap;
import dev.sightline.bus.RelayBus;
import dev.sightline.frame.StreamId;
import dev.sightline.link.LinkTransport;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;

/** Another cluster that takes streams of an edge, as far as the edge can tell. */
final class TestRegion extends VerticleBase implements AutoCloseable {

  private final int port;
  private final String token;
  private LinkTransport transport;
  private RelayBus bus;
  private FrameReceiver receiver;
  private WebSocketClient client;
  private Context loop;

  private TestRegion(int port, String token) {
    this.port = port;
    this.token = token;
  }

  /** Returns when it is connected. */
  static TestRegion dial(Vertx vertx, int port, String token) {
    TestRegion region = new TestRegion(port, token);
    Await.result(vertx.deployVerticle(region));
    return region;
  }

  @Override
  public Future<?> start() {
    loop = context;
    transport = new LinkTransport(vertx, "region", 1 << 20);
    bus = new RelayBus(transport);
    receiver = new FrameReceiver(bus, new RelayMetrics(new SimpleMeterRegistry()));
    client = vertx.createWebSocketClient();
    transport.onJoin(bus::announceNow);
    WebSocketConnectOptions request =
        new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/downlink");
    request.addHeader("Authorization", "Bearer " + token);
    bus.deployOn(loop);
    return bus.deploy(receiver).compose(v -> client.connect(request)).onSuccess(transport::join);
  }

  void watch(String stream) {
    StreamId id = new StreamId(stream);
    Await.until("it is listed", () -> bus.directory().find(id).isPresent());
    loop.runOnContext(
        v ->
            receiver.open(
                id,
                new FrameTap.Listener() {
                  @Override
                  public void frame(Arrival arrival) {}

                  @Override
                  public void lost() {}

                  @Override
                  public void ended() {}
                },
                () -> 1));
  }

  @Override
  public void close() {
    loop.runOnContext(v -> transport.hangUp("that is all"));
  }
}
