package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What an ingest of a {@link SimulatedCluster} does for a stream: 25 frames a second. */
final class SimulatedCamera implements SimulatedNode.Streams {

  static final Duration PERIOD = Duration.ofMillis(40);

  private static final Buffer JPEG = Buffer.buffer(new byte[40_000]);

  private final SimulatedCluster cluster;
  private final SimulatedNode node;
  private final StreamId stream;
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final FramePublisher publisher;
  private Epoch epoch;
  private long frames;

  SimulatedCamera(SimulatedCluster cluster, SimulatedNode node, StreamId stream, int outDegree) {
    this.cluster = cluster;
    this.node = node;
    this.stream = stream;
    this.publisher =
        new FramePublisher(cluster.time(), metrics, node.bus().fence()::holds, outDegree);
    node.use(this);
    node.bus().transport().onNodeLeft(publisher::nodeLeft);
    node.bus().transport().listenForAsks(publisher);
    cluster.time().every(PERIOD, PERIOD, this::shoot);
    Metronome.every(node.vertx(), Duration.ofSeconds(1), publisher::everySecond);
  }

  SimulatedNode node() {
    return node;
  }

  boolean isOwner() {
    return epoch != null;
  }

  /** Frames that went out from the ingest itself. */
  double sent() {
    return metrics.bus().framesSent(stream).count();
  }

  double beyond() {
    return metrics.bus().edgesBeyond(stream).count();
  }

  private void shoot() {
    if (node.isUp() && epoch != null) {
      long capturedAt = TimeUnit.NANOSECONDS.toMicros(cluster.time().elapsed());
      publisher.publish(new Frame(stream, epoch, frames++, capturedAt, JPEG));
    }
  }

  @Override
  public void taken(StreamId taken, Epoch next) {
    publisher.open(taken, () -> {});
    epoch = next;
  }

  @Override
  public void closed(StreamId closed) {
    publisher.close(closed);
    epoch = null;
  }

  @Override
  public long bytesOf(StreamId any) {
    return frames * JPEG.length();
  }
}
