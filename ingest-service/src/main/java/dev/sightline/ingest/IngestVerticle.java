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
  private final CameraRoster roster;

  IngestVerticle(IngestConfig config, RelayBus bus, RelayMetrics metrics) {
    this.config = config;
    this.bus = bus;
    this.metrics = metrics;
    this.publisher = new FramePublisher(System::nanoTime, metrics);
    this.roster = new CameraRoster(publisher, metrics, this::newSource);
  }

  @Override
  public Future<?> start() {
    roster.start(config.cameras());
    keepTime();
    return bus.transport()
        .listenForAsks(publisher)
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

  /** Pulls other cameras from now on. Any thread. */
  Future<Void> change(IngestConfig next) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        v -> roster.change(next.cameras()).onSuccess(w -> bus.announceNow()).onComplete(done));
    return done.future();
  }

  @Override
  public Future<?> stop() {
    roster.stop();
    return Future.succeededFuture();
  }
}
