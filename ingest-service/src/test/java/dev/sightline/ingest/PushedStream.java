package dev.sightline.ingest;

import dev.sightline.bus.Answer;
import dev.sightline.bus.Ask;
import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamState;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.multipart.PartLimits;
import dev.sightline.node.Secret;
import dev.sightline.node.Tracing;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A stream that is pushed to a port of its own, and the edges that ask for its frames. Used by the
 * test's thread.
 */
final class PushedStream extends VerticleBase {

  static final StreamId STREAM = new StreamId("front");

  static final PushConfig OPEN =
      new PushConfig(
          STREAM,
          Optional.empty(),
          PushConfig.Publisher.TAKE_OVER,
          1_000,
          new PartLimits(8 << 10, 1 << 20, 64 << 10),
          Duration.ofHours(1));

  private final PushConfig config;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RelayMetrics metrics = new RelayMetrics(registry);
  private final FramePublisher publisher = new FramePublisher(System::nanoTime, metrics);
  private long acknowledged;
  private PushedSource source;
  private HttpServer server;

  private PushedStream(PushConfig config) {
    this.config = config;
  }

  static PushedStream start(Vertx vertx, PushConfig config) {
    PushedStream stream = new PushedStream(config);
    Await.result(vertx.deployVerticle(stream));
    return stream;
  }

  static PushConfig withSecret(String secret) {
    return new PushConfig(
        STREAM,
        Optional.of(new Secret(secret)),
        OPEN.publisher(),
        OPEN.maxRate(),
        OPEN.limits(),
        OPEN.stallTimeout());
  }

  static PushConfig refusingOthers() {
    return new PushConfig(
        STREAM,
        Optional.empty(),
        PushConfig.Publisher.REFUSE,
        OPEN.maxRate(),
        OPEN.limits(),
        OPEN.stallTimeout());
  }

  static PushConfig withRate(int perSecond) {
    return new PushConfig(
        STREAM, Optional.empty(), OPEN.publisher(), perSecond, OPEN.limits(), OPEN.stallTimeout());
  }

  static PushConfig stallingAfter(Duration stall) {
    return new PushConfig(
        STREAM, Optional.empty(), OPEN.publisher(), OPEN.maxRate(), OPEN.limits(), stall);
  }

  @Override
  public Future<?> start() {
    source =
        new PushedSource(
            config,
            new SourceTools(
                vertx, new Epoch(1_000, "ingest"), publisher, status -> {}, metrics, Tracing.OFF));
    source.start();
    Router router = Router.router(vertx);
    router
        .route("/:stream/frames")
        .handler(new PushHandler(id -> id.equals(STREAM) ? Optional.of(source) : Optional.empty()));
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, "127.0.0.1")
        .onSuccess(listening -> server = listening);
  }

  int port() {
    return server.actualPort();
  }

  /** Asks as an edge with so many viewers. */
  Future<Answer> ask(int viewers) {
    Promise<Answer> answer = Promise.promise();
    onLoop(
        () -> {
          publisher.handle(
              new Ask("edge", Ask.Kind.FRAME, STREAM, acknowledged, viewers),
              given -> {
                acknowledged = given.position();
                answer.complete(given);
              });
          return null;
        });
    return answer.future();
  }

  /** The next frame that the edge was not sent yet. */
  Frame pull() {
    return Await.result(ask(1)).frame();
  }

  StreamStatus status() {
    return onLoop(source::status);
  }

  void awaitState(StreamState state) {
    Await.until("the stream is " + state, () -> status().state() == state);
  }

  void awaitFrames(long count) {
    Await.until("there were " + count + " frames", () -> status().frames() == count);
  }

  void stopSource() {
    onLoop(source::stop);
  }

  /** Pushes that were refused and pictures that were left out for this reason. */
  double refused(String reason) {
    return registry.get("sightline.pushes.refused").tag("reason", reason).counter().count();
  }

  private <T> T onLoop(Supplier<T> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(v -> done.complete(action.get()));
    return Await.result(done.future());
  }
}
