package dev.sightline.metrics;

import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamState;
import io.micrometer.core.instrument.Counter;
import java.util.Locale;
import java.util.function.Supplier;

/** What an ingest counts of its sources; reasons are short fixed words. */
public final class IngestMetrics {

  private final Meters meters;

  IngestMetrics(Meters meters) {
    this.meters = meters;
  }

  /** What a source is doing, asked at each scrape on a thread of its own. */
  public void cameraState(StreamId stream, Supplier<StreamState> state) {
    for (StreamState each : StreamState.values()) {
      meters.gauge(
          Metric.CAMERA_STATE, () -> state.get() == each ? 1 : 0, stream.name(), label(each));
    }
    meters.gauge(Metric.CAMERA_LIVE, () -> state.get() == StreamState.LIVE ? 1 : 0, stream.name());
  }

  /** How old a source's newest picture is. */
  public void cameraFrameAge(StreamId stream, Supplier<Number> seconds) {
    meters.gauge(Metric.CAMERA_FRAME_AGE_SECONDS, seconds, stream.name());
  }

  /** Ends these of a stream that is no more; its counters stay as they are. */
  public void forgetCamera(StreamId stream) {
    for (StreamState each : StreamState.values()) {
      meters.forget(Metric.CAMERA_STATE, stream.name(), label(each));
    }
    meters.forget(Metric.CAMERA_LIVE, stream.name());
    meters.forget(Metric.CAMERA_FRAME_AGE_SECONDS, stream.name());
  }

  private static String label(StreamState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  public Counter cameraFrames(StreamId stream) {
    return meters.counter(Metric.CAMERA_FRAMES, stream.name());
  }

  public Counter cameraBytes(StreamId stream) {
    return meters.counter(Metric.CAMERA_BYTES, stream.name());
  }

  public Counter cameraRefused(StreamId stream, String reason) {
    return meters.counter(Metric.CAMERA_REFUSED, stream.name(), reason);
  }

  public Counter cameraSkipped(StreamId stream) {
    return meters.counter(Metric.CAMERA_SKIPPED, stream.name());
  }

  public Counter cameraRepaired(StreamId stream) {
    return meters.counter(Metric.CAMERA_REPAIRED, stream.name());
  }

  public Counter cameraConnects(StreamId stream) {
    return meters.counter(Metric.CAMERA_CONNECTS, stream.name());
  }

  public Counter cameraEnded(StreamId stream, String reason) {
    return meters.counter(Metric.CAMERA_ENDED, stream.name(), reason);
  }

  public Counter cameraPolls(StreamId stream) {
    return meters.counter(Metric.CAMERA_POLLS, stream.name());
  }

  public Counter pushesRefused(StreamId stream, String reason) {
    return meters.counter(Metric.PUSHES_REFUSED, stream.name(), reason);
  }

  public Counter uploads(StreamId stream) {
    return meters.counter(Metric.UPLOADS, stream.name());
  }

  public Counter uploadsRefused(StreamId stream, String reason) {
    return meters.counter(Metric.UPLOADS_REFUSED, stream.name(), reason);
  }

  public Counter uploadsDenied() {
    return meters.counter(Metric.UPLOADS_DENIED);
  }

  public Counter uploadBytes(StreamId stream) {
    return meters.counter(Metric.UPLOAD_BYTES, stream.name());
  }

  public Counter uploadPackets(StreamId stream) {
    return meters.counter(Metric.UPLOAD_PACKETS, stream.name());
  }

  public Counter uploadSkipped(StreamId stream) {
    return meters.counter(Metric.UPLOAD_SKIPPED, stream.name());
  }

  public Counter uploadDamaged(StreamId stream) {
    return meters.counter(Metric.UPLOAD_DAMAGED, stream.name());
  }

  public Counter uploadStarts(StreamId stream) {
    return meters.counter(Metric.UPLOAD_STARTS, stream.name());
  }

  /** Whether a configured stream is this ingest's own. */
  public void streamOwned(StreamId stream, Supplier<Boolean> owned) {
    meters.gauge(Metric.STREAM_OWNED, () -> owned.get() ? 1 : 0, stream.name());
  }

  /** Ends this of a stream that is no longer configured. */
  public void forgetStreamOwned(StreamId stream) {
    meters.forget(Metric.STREAM_OWNED, stream.name());
  }

  public void streamsOwned(Supplier<Number> owned) {
    meters.gauge(Metric.STREAMS_OWNED, owned);
  }

  public Counter streamsTaken() {
    return meters.counter(Metric.STREAMS_TAKEN);
  }

  public Counter streamsGivenUp(String reason) {
    return meters.counter(Metric.STREAMS_GIVEN_UP, reason);
  }
}
