package dev.sightline.ingest;

import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamStatus;
import dev.sightline.metrics.RelayMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;

/**
 * The ingest role of a node: its cameras, and the asks of edges for their streams. Everything in it
 * runs on the bus's event loop.
 */
final class IngestVerticle extends VerticleBase {

  private static final long SECOND = 1000;

  private final IngestConfig config;
  private final RelayBus bus;
  private final RelayMetrics metrics;
  private final FramePublisher publisher;
  private CameraRoster roster;

  IngestVerticle(IngestConfig config, RelayBus bus, RelayMetrics metrics) {
    this.config = config;
    this.bus = bus;
    this.metrics = metrics;
    this.publisher = new FramePublisher(System::nanoTime, metrics);
  }

  @Override
  public Future<?> start() {
    roster = new CameraRoster(context, publisher, metrics, this::newSource);
    keepTime();
    return roster
        .start(config.cameras())
        .compose(v -> bus.transport().listenForAsks(publisher))
        .onSuccess(v -> bus.announceStreams(roster::statuses));
  }

  private CameraSource newSource(CameraConfig camera) {
    return new CameraSource(vertx, camera, bus.epoch(), publisher, this::changed, metrics);
  }

  private void keepTime() {
    bus.transport().onNodeLeft(node -> context.runOnContext(v -> publisher.nodeLeft(node)));
    vertx.setPeriodic(SECOND, id -> publisher.everySecond());
  }

  private void changed(StreamStatus status) {
    if (roster.has(status.stream())) {
      bus.announceChange(status);
    }
  }

  /** Pulls other cameras from now on; whatever goes wrong with it fails the future. Any thread. */
  Future<Void> change(IngestConfig next) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        v ->
            Future.succeededFuture(next.cameras())
                .compose(roster::change)
                .onSuccess(w -> bus.announceNow())
                .onComplete(done));
    return done.future();
  }

  @Override
  public Future<?> stop() {
    roster.stop();
    return Future.succeededFuture();
  }
}
