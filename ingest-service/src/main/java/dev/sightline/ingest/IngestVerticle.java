package dev.sightline.ingest;

import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ingest role of a node: its cameras, and the asks of edges for their streams. Everything in it
 * runs on one event loop.
 */
public final class IngestVerticle extends VerticleBase {

  private static final long SECOND = 1000;

  private final IngestConfig config;
  private final RelayBus bus;
  private final RelayMetrics metrics;
  private List<CameraSource> sources = List.of();
  private final Map<StreamId, StreamStatus> statuses = new ConcurrentHashMap<>();

  public IngestVerticle(IngestConfig config, RelayBus bus, RelayMetrics metrics) {
    this.config = config;
    this.bus = bus;
    this.metrics = metrics;
  }

  @Override
  public Future<?> start() {
    FramePublisher publisher = new FramePublisher(System::nanoTime, metrics);
    startCameras(publisher);
    keepTime(publisher);
    return bus.transport().listenForAsks(publisher).onSuccess(v -> announce());
  }

  private void startCameras(FramePublisher publisher) {
    sources =
        config.cameras().stream()
            .map(
                camera ->
                    new CameraSource(vertx, camera, bus.epoch(), publisher, this::changed, metrics))
            .toList();
    sources.forEach(CameraSource::start);
  }

  private void keepTime(FramePublisher publisher) {
    Context context = vertx.getOrCreateContext();
    bus.transport().onNodeLeft(node -> context.runOnContext(v -> publisher.nodeLeft(node)));
    vertx.setPeriodic(
        SECOND,
        id -> {
          publisher.everySecond();
          refreshStatuses();
        });
  }

  private void changed(StreamStatus status) {
    statuses.put(status.stream(), status);
    bus.announceChange(status);
  }

  /** The bus takes the statuses from here, whatever its event loop is. */
  private void refreshStatuses() {
    for (CameraSource source : sources) {
      StreamStatus status = source.status();
      statuses.put(status.stream(), status);
    }
  }

  private void announce() {
    refreshStatuses();
    bus.announceStreams(() -> List.copyOf(statuses.values()));
  }

  @Override
  public Future<?> stop() {
    sources.forEach(CameraSource::stop);
    return Future.succeededFuture();
  }
}
