package dev.sightline.transport;

import dev.sightline.bench.Pictures;
import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.Metronome;
import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.metrics.RelayMetrics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A camera of the node that sends: a frame at each turn, whether it is asked for or not. */
final class Source extends VerticleBase {

  static final StreamId STREAM = new StreamId("camera");

  private final RelayBus bus;
  private final Buffer picture;
  private final long pauseMillis;
  private final FramePublisher publisher;
  private long sequence;

  Source(RelayBus bus, RelayMetrics metrics, int size, int fps) {
    this.bus = bus;
    this.picture = Pictures.ofSize(size);
    this.pauseMillis = 1_000 / fps;
    this.publisher = new FramePublisher(System::nanoTime, metrics);
  }

  @Override
  public Future<?> start() {
    publisher.open(STREAM, () -> {});
    bus.transport().onNodeLeft(node -> context.runOnContext(v -> publisher.nodeLeft(node)));
    bus.announceStreams(() -> List.of(status()));
    Metronome.every(vertx, Duration.ofSeconds(1), publisher::everySecond);
    vertx.setPeriodic(pauseMillis, id -> publish());
    return bus.transport().listenForAsks(publisher);
  }

  private void publish() {
    publisher.publish(new Frame(STREAM, bus.epoch(), sequence++, micros(), picture));
  }

  /** Since 1970; both nodes are on one machine, and so have one clock. */
  static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private static StreamStatus status() {
    return new StreamStatus(
        STREAM, StreamKind.PICTURES, StreamState.LIVE, 0, null, "", 0, 0, 0, 0, 0, 0, 0);
  }
}
