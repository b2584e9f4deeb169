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
import dev.sightline.node.Operation.Detail;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A camera's source on an event loop of its own, and the edges that ask for its frames. Used by the
 * test's thread.
 */
final class PulledCamera extends VerticleBase {

  static final StreamId STREAM = new StreamId("front");

  /** The epoch of all frames. */
  static final Epoch EPOCH = new Epoch(1_000, "ingest");

  private final StreamConfig camera;
  private final RecordedTracing tracing = new RecordedTracing();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RelayMetrics metrics = new RelayMetrics(registry);
  private final AtomicLong ahead = new AtomicLong();
  private final FramePublisher publisher =
      new FramePublisher(() -> System.nanoTime() + ahead.get(), metrics);
  private final Map<String, Long> acknowledged = new HashMap<>();
  private final List<StreamStatus> changes = new CopyOnWriteArrayList<>();
  private StreamSource source;

  private PulledCamera(StreamConfig camera) {
    this.camera = camera;
  }

  static PulledCamera start(Vertx vertx, String url, SourcePolicy policy) {
    return start(vertx, new CameraConfig(STREAM, SourceUrl.parse(url), policy));
  }

  /** One of another kind, whose stream is {@link #STREAM} as well. */
  static PulledCamera start(Vertx vertx, StreamConfig camera) {
    PulledCamera pulled = new PulledCamera(camera);
    Await.result(vertx.deployVerticle(pulled));
    return pulled;
  }

  @Override
  public Future<?> start() {
    source =
        camera.source(new SourceTools(vertx, EPOCH, publisher, changes::add, metrics, tracing));
    source.start();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return source.stop();
  }

  /** Asks as the edge of this name; the answer is a frame that it was not sent yet. */
  Future<Answer> ask(String edge) {
    Promise<Answer> answer = Promise.promise();
    onLoop(
        () -> {
          long seen = acknowledged.getOrDefault(edge, 0L);
          publisher.handle(
              new Ask(edge, Ask.Kind.FRAME, STREAM, seen, 1),
              given -> {
                acknowledged.put(edge, given.position());
                answer.complete(given);
              });
          return null;
        });
    return answer.future();
  }

  /** Says that nobody watches at the edge of this name any more. */
  void leave(String edge) {
    onLoop(
        () -> {
          long seen = acknowledged.getOrDefault(edge, 0L);
          publisher.handle(new Ask(edge, Ask.Kind.LEAVE, STREAM, seen, 1), given -> {});
          return null;
        });
  }

  /** The next frame for the edge of this name. */
  Frame pull(String edge) {
    return Await.result(ask(edge)).frame();
  }

  StreamStatus status() {
    return onLoop(source::status);
  }

  boolean isAtRest() {
    return onLoop(source::isAtRest);
  }

  /** For whoever counts how long nobody has asked, this time has passed. */
  void letPass(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  /** Every change that was announced, in order. */
  List<StreamStatus> changes() {
    return changes;
  }

  /** How its attempts to connect have ended. */
  List<Object> results() {
    return tracing.ended().stream().map(attempt -> attempt.detail(Detail.RESULT)).toList();
  }

  void awaitState(StreamState state) {
    Await.until("the stream is " + state, () -> status().state() == state);
  }

  /** Asks, and waits for what the first attempt that fails or ends has to say. */
  String reasonOfTheFirstEnd() {
    ask("edge");
    Await.until("the connection has ended", () -> changes.stream().anyMatch(PulledCamera::ended));
    return changes.stream().filter(PulledCamera::ended).findFirst().orElseThrow().reason();
  }

  private static boolean ended(StreamStatus status) {
    return status.state() == StreamState.RETRYING;
  }

  /** Stops the source while asks still come. */
  void stopSource() {
    onLoop(
        () -> {
          source.stop();
          return null;
        });
  }

  private <T> T onLoop(Supplier<T> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(v -> done.complete(action.get()));
    return Await.result(done.future());
  }

  /** Connections that ended for this reason. */
  double ended(String reason) {
    return registry.get("sightline.camera.ended").tag("reason", reason).counter().count();
  }

  /** Pictures that were none, by this reason. */
  double refused(String reason) {
    return registry.get("sightline.camera.refused").tag("reason", reason).counter().count();
  }
}
