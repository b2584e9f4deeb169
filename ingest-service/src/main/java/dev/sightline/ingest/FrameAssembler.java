package dev.sightline.ingest;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.jpeg.HuffmanTables;
import dev.sightline.jpeg.JpegVerdict;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.multipart.Part;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes numbered frames of the parts that a camera sends, over all its connections.
 *
 * <p>What is no whole JPEG never becomes a frame: it is counted by reason, and the picture before
 * it stays. A part of another type, such as the text that some recorders send between pictures, is
 * skipped and counted apart. Whether a part is a picture is told by its bytes before its type.
 *
 * <p>Next: {@link dev.sightline.bus.FramePublisher}
 */
final class FrameAssembler {

  private static final String IMAGE = "image/";

  private final StreamId stream;
  private final Epoch epoch;
  private final Clock clock;
  private final Counter frames;
  private final Counter bytes;
  private final Counter skipped;
  private final Counter repaired;
  private final Map<JpegVerdict, Counter> refused = new EnumMap<>(JpegVerdict.class);
  private long sequence;

  FrameAssembler(StreamId stream, Epoch epoch, Clock clock, RelayMetrics metrics) {
    this.stream = stream;
    this.epoch = epoch;
    this.clock = clock;
    this.frames = metrics.ingest().cameraFrames(stream);
    this.bytes = metrics.ingest().cameraBytes(stream);
    this.skipped = metrics.ingest().cameraSkipped(stream);
    this.repaired = metrics.ingest().cameraRepaired(stream);
    for (JpegVerdict verdict : EnumSet.complementOf(EnumSet.of(JpegVerdict.WHOLE))) {
      refused.put(verdict, metrics.ingest().cameraRefused(stream, reason(verdict)));
    }
    // An edge that watched an earlier source of this stream would take lower numbers for old.
    this.sequence = frames();
  }

  /** The frame in this part, if it holds one. */
  Optional<Frame> assemble(Part part) {
    JpegVerdict verdict = part.verdict();
    if (verdict != JpegVerdict.WHOLE) {
      leaveOut(part, verdict);
      return Optional.empty();
    }
    Buffer jpeg = HuffmanTables.completed(part.body());
    if (jpeg != part.body()) {
      repaired.increment();
    }
    frames.increment();
    bytes.increment(jpeg.length());
    return Optional.of(new Frame(stream, epoch, sequence++, micros(clock.instant()), jpeg));
  }

  private void leaveOut(Part part, JpegVerdict verdict) {
    boolean isMeant = verdict == JpegVerdict.TRUNCATED || claimsToBeAPicture(part);
    (isMeant ? refused.get(verdict) : skipped).increment();
  }

  private static boolean claimsToBeAPicture(Part part) {
    String type = part.header("Content-Type");
    return type == null || type.regionMatches(true, 0, IMAGE, 0, IMAGE.length());
  }

  private static String reason(JpegVerdict verdict) {
    return switch (verdict) {
      case EMPTY -> "empty";
      case NOT_A_JPEG -> "not_jpeg";
      case TRUNCATED -> "truncated";
      case WHOLE -> throw new IllegalArgumentException("a whole picture isn't refused");
    };
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
