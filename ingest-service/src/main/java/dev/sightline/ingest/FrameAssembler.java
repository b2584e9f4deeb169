package dev.sightline.ingest;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.multipart.Part;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes numbered frames of the parts that a camera sends, over all its connections.
 *
 * <p>What is no whole JPEG never becomes a frame: it is counted, and the picture before it stays.
 *
 * <p>Next: {@link dev.sightline.bus.FramePublisher}
 */
final class FrameAssembler {

  private final StreamId stream;
  private final Epoch epoch;
  private final Clock clock;
  private final Counter frames;
  private final Counter bytes;
  private final Counter refused;
  private long sequence;

  FrameAssembler(StreamId stream, Epoch epoch, Clock clock, RelayMetrics metrics) {
    this.stream = stream;
    this.epoch = epoch;
    this.clock = clock;
    this.frames = metrics.cameraFrames(stream);
    this.bytes = metrics.cameraBytes(stream);
    this.refused = metrics.cameraRefused(stream);
  }

  /** The frame in this part, if it holds one. */
  Optional<Frame> assemble(Part part) {
    if (!part.isWholeJpeg()) {
      refused.increment();
      return Optional.empty();
    }
    Buffer jpeg = part.body();
    frames.increment();
    bytes.increment(jpeg.length());
    return Optional.of(new Frame(stream, epoch, sequence++, micros(clock.instant()), jpeg));
  }

  /** Whole pictures so far. */
  long frames() {
    return (long) frames.count();
  }

  /** Their bytes. */
  long bytes() {
    return (long) bytes.count();
  }

  private static long micros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1000;
  }
}
