package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.ingest.UploadRefusal.Kind;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What is counted of the uploads of one stream. */
final class UploadFigures {

  private final Counter begun;
  private final Counter bytes;
  private final Counter packets;
  private final Counter skipped;
  private final Counter damaged;
  private final Counter starts;
  private final Map<Kind, Counter> refused = new EnumMap<>(Kind.class);

  UploadFigures(StreamId stream, RelayMetrics metrics) {
    begun = metrics.ingest().uploads(stream);
    bytes = metrics.ingest().uploadBytes(stream);
    packets = metrics.ingest().uploadPackets(stream);
    skipped = metrics.ingest().uploadSkipped(stream);
    damaged = metrics.ingest().uploadDamaged(stream);
    starts = metrics.ingest().uploadStarts(stream);
    for (Kind kind : Kind.values()) {
      refused.put(
          kind, metrics.ingest().uploadsRefused(stream, kind.name().toLowerCase(Locale.ROOT)));
    }
  }

  void begun() {
    begun.increment();
  }

  void refused(Kind kind) {
    refused.get(kind).increment();
  }

  void start() {
    starts.increment();
  }

  /** Counts what an upload has brought since {@code before}. */
  void brought(UploadTally before, UploadTally now) {
    bytes.increment(now.bytes() - before.bytes());
    packets.increment(now.packets() - before.packets());
    skipped.increment(now.skipped() - before.skipped());
    damaged.increment(now.damaged() - before.damaged());
  }

  /** Uploads so far. */
  long uploads() {
    return (long) begun.count();
  }

  /** Their bytes. */
  long bytes() {
    return (long) bytes.count();
  }

  /** Places where a decoder can begin. */
  long starts() {
    return (long) starts.count();
  }
}
