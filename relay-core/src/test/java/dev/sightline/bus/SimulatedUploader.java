package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;

/** An ordered stream at a publisher: equal chunks at equal times, every so many a start. */
final class SimulatedUploader {

  private final VirtualTime time;
  private final FramePublisher publisher;
  private final StreamId stream;
  private final Epoch epoch;
  private final NavigableMap<Long, Long> times = new TreeMap<>();
  private int bytesPerSecond;
  private int chunk;
  private int chunksPerStart;
  private long chunks;

  SimulatedUploader(VirtualTime time, FramePublisher publisher, StreamId stream, Epoch epoch) {
    this.time = time;
    this.publisher = publisher;
    this.stream = stream;
    this.epoch = epoch;
    publisher.openOrdered(stream, () -> {});
  }

  SimulatedUploader pace(int bytesPerSecond, int chunk, int chunksPerStart) {
    boolean begins = chunks == 0 && this.chunk == 0;
    this.bytesPerSecond = bytesPerSecond;
    this.chunk = chunk;
    this.chunksPerStart = chunksPerStart;
    if (begins) {
      append();
    }
    return this;
  }

  private void append() {
    long position = publisher.positionOf(stream);
    times.put(position, time.elapsed());
    publisher.append(
        Stretches.stretch(stream, epoch, position, chunk, chunks % chunksPerStart == 0));
    chunks++;
    time.after(Duration.ofNanos(chunk * 1_000_000_000L / bytesPerSecond), this::append);
  }

  StreamId stream() {
    return stream;
  }

  /** When the byte at this position was appended, nanoseconds since the beginning. */
  long appendedAt(long position) {
    return times.floorEntry(position).getValue();
  }

  long end() {
    return publisher.positionOf(stream);
  }
}
