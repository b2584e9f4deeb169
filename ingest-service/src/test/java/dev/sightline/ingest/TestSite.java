package dev.sightline.ingest;

import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.link.LinkTransport;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.SampleJpegs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A site with a stream or more that dials when it is told, and sends the frames that it is told.
 */
final class TestSite extends VerticleBase {

  /** Later than the site's own, since what is of an earlier one counts as outdated. */
  private static final Epoch EPOCH = new Epoch(4_000_000_000_000L, "site");

  private final List<StreamId> streams;
  private final FramePublisher publisher =
      new FramePublisher(System::nanoTime, new RelayMetrics(new SimpleMeterRegistry()));
  private LinkTransport transport;
  private RelayBus bus;
  private WebSocketClient client;

  private TestSite(List<StreamId> streams) {
    this.streams = streams;
  }

  static TestSite on(Vertx vertx, String... streams) {
    TestSite site = new TestSite(Stream.of(streams).map(StreamId::new).toList());
    Await.result(vertx.deployVerticle(site));
    return site;
  }

  @Override
  public Future<?> start() {
    transport = LinkTransport.giving(vertx, "site");
    bus = new RelayBus(transport);
    client = vertx.createWebSocketClient();
    transport.onJoin(bus::announceNow);
    transport.onNodeLeft(publisher::nodeLeft);
    streams.forEach(stream -> publisher.open(stream, () -> {}));
    bus.deployOn(context);
    bus.announceStreams(() -> streams.stream().map(TestSite::status).toList());
    return transport.listenForAsks(publisher);
  }

  private static StreamStatus status(StreamId stream) {
    return new StreamStatus(
        stream, StreamKind.PICTURES, StreamState.LIVE, 0, null, "camera", 0, 0, 0, 0, 0, 0, 0);
  }

  void dial(int port, String token) {
    onLoop(
        () -> {
          WebSocketConnectOptions request =
              new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/uplink");
          request.addHeader("Authorization", "Bearer " + token);
          return client.connect(request).onSuccess(transport::join);
        });
  }

  void hangUp(String reason) {
    onLoop(
        () -> {
          transport.hangUp(reason);
          return Future.succeededFuture();
        });
  }

  /** Sends a picture of its first stream, of so many bytes, to whoever has asked. */
  void publish(long sequence, int bytes) {
    publish(streams.get(0).name(), sequence, bytes);
  }

  void publish(String stream, long sequence, int bytes) {
    Buffer jpeg = SampleJpegs.frame((int) sequence, bytes, Instant.now());
    onLoop(
        () -> {
          publisher.publish(new Frame(new StreamId(stream), EPOCH, sequence, 77, jpeg));
          return Future.succeededFuture();
        });
  }

  /** Whether it has a connection on which both ends have said who they are. */
  boolean isConnected() {
    return onLoop(() -> Future.succeededFuture(transport.isConnected()));
  }

  boolean isWatched() {
    return isWatched(streams.get(0).name());
  }

  boolean isWatched(String stream) {
    return onLoop(() -> Future.succeededFuture(publisher.watching(new StreamId(stream)) > 0));
  }

  private <T> T onLoop(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(v -> action.get().onComplete(done));
    return Await.result(done.future());
  }
}
