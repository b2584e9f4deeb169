package dev.sightline.standalone;

import dev.sightline.demo.DemoCamera;
import dev.sightline.demo.DemoOptions;
import dev.sightline.frame.StreamId;
import dev.sightline.ingest.CameraConfig;
import dev.sightline.ingest.IngestConfig;
import dev.sightline.ingest.SourceUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * The demo camera, which is shown while no camera is configured. It is pulled over HTTP like any
 * other, and once started it stays at hand.
 */
final class DemoStandIn {

  private static final String LOOPBACK = "127.0.0.1";
  private static final StreamId STREAM = new StreamId("demo");

  private final Vertx vertx;
  private Future<SourceUrl> source;

  DemoStandIn(Vertx vertx) {
    this.vertx = vertx;
  }

  /** What is to be pulled: {@code config}, and if nothing could ever come of that the demo. */
  Future<IngestConfig> fill(IngestConfig config) {
    return config.isEmpty()
        ? source().map(url -> withDemo(config, url))
        : Future.succeededFuture(config);
  }

  private static IngestConfig withDemo(IngestConfig config, SourceUrl url) {
    CameraConfig demo = new CameraConfig(STREAM, url, config.defaults().plain());
    return config.with(List.of(demo));
  }

  /** A demo camera that could not start is tried again the next time. */
  private synchronized Future<SourceUrl> source() {
    if (source == null || source.failed()) {
      DemoCamera camera = new DemoCamera(DemoOptions.at(LOOPBACK, 0));
      source =
          vertx
              .deployVerticle(camera)
              .map(id -> SourceUrl.parse("http://%s:%d/".formatted(LOOPBACK, camera.port())));
    }
    return source;
  }
}
