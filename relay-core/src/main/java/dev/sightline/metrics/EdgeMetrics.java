package dev.sightline.metrics;

import dev.sightline.frame.StreamId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/** What an edge counts of its viewers and of what they get. */
public final class EdgeMetrics {

  /** From what is felt as live to what nobody would call so, milliseconds. */
  private static final long[] AGES = {50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000};

  /** A camera that has to be connected first may take seconds. */
  private static final long[] WAITS = {50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000};

  private final Meters meters;

  EdgeMetrics(Meters meters) {
    this.meters = meters;
  }

  /** Frames left out on purpose at an edge. */
  public Counter framesDropped(StreamId stream, DropPlace place) {
    return meters.counter(Metric.FRAMES_DROPPED, stream.name(), place.label());
  }

  /**
   * Of all streams together: one observation for each frame that viewers of this node are given.
   */
  public Timer frameAge() {
    return meters.histogram(Metric.FRAME_AGE_SECONDS, AGES);
  }

  /** Of the newest frame of a stream. */
  public void newestFrameAge(StreamId stream, Supplier<Number> seconds) {
    meters.gauge(Metric.FRAME_NEWEST_AGE_SECONDS, seconds, stream.name());
  }

  /** What is kept for viewers who are in the middle of a frame. */
  public void frameMemory(Supplier<Number> buffers, Supplier<Number> bytes, long limit) {
    meters.gauge(Metric.FRAME_BUFFERS, buffers);
    meters.gauge(Metric.FRAME_MEMORY_BYTES, bytes);
    meters.gauge(Metric.FRAME_MEMORY_LIMIT_BYTES, () -> limit);
  }

  /** Viewers of a stream on this node now. */
  public void viewers(StreamId stream, Supplier<Number> viewers) {
    meters.gauge(Metric.VIEWERS, viewers, stream.name());
  }

  /** How many places for viewers there are, and how many are taken, by sockets apart. */
  public void places(int places, Supplier<Number> taken, Supplier<Number> sockets) {
    meters.gauge(Metric.VIEWER_PLACES, () -> places);
    meters.gauge(Metric.VIEWER_PLACES_TAKEN, taken);
    meters.gauge(Metric.VIEWER_SOCKETS, sockets);
  }

  /** Connections to the ports for viewers, whatever they are for. */
  public void connections(Supplier<Number> present) {
    meters.gauge(Metric.CONNECTIONS, present);
  }

  /** Viewers, or sockets, for whom there was no place, by whose limit that is. */
  public Counter viewersRefused(String reason) {
    return meters.counter(Metric.VIEWERS_REFUSED, reason);
  }

  /** Viewers that were disconnected since they had taken nothing for too long. */
  public Counter viewersGivenUp(StreamId stream) {
    return meters.counter(Metric.VIEWERS_GIVEN_UP, stream.name());
  }

  /** Viewers sent away since the node stops, by whether they went or had to be cut off. */
  public Counter viewersSentAway(boolean cut) {
    return meters.counter(Metric.VIEWERS_SENT_AWAY, cut ? "cut" : "ended");
  }

  public Counter viewerFrames(StreamId stream) {
    return meters.counter(Metric.VIEWER_FRAMES, stream.name());
  }

  /** Frames that were written once more to viewers who had them, since no newer one came. */
  public Counter viewerRepeats(StreamId stream) {
    return meters.counter(Metric.VIEWER_REPEATS, stream.name());
  }

  public Counter viewerBytes(StreamId stream) {
    return meters.counter(Metric.VIEWER_BYTES, stream.name());
  }

  /** From a viewer's request to its first frame, of all streams together. */
  public Timer firstFrame() {
    return meters.histogram(Metric.VIEWER_FIRST_FRAME_SECONDS, WAITS);
  }

  public Counter tsMessages(StreamId stream) {
    return meters.counter(Metric.TS_MESSAGES, stream.name());
  }

  /** Packets of MPEG-TS left out up to a later start. */
  public Counter tsPacketsDropped(StreamId stream, DropPlace place) {
    return meters.counter(Metric.TS_PACKETS_DROPPED, stream.name(), place.label());
  }

  /** Uploads that were turned away here, with a secret that no stream has. */
  public Counter uploadsDenied() {
    return meters.counter(Metric.UPLOADS_DENIED);
  }

  /** Requests that had to show who makes them and weren't let in, by one of a few reasons. */
  public Counter accessRefused(String reason) {
    return meters.counter(Metric.ACCESS_REFUSED, reason);
  }

  /** Requests that had to show who makes them and were let in, by what was shown. */
  public Counter accessGranted(String means) {
    return meters.counter(Metric.ACCESS_GRANTED, means);
  }

  /** When the certificate that viewers are shown ends. */
  public void certificateExpiry(Supplier<Number> epochSeconds) {
    meters.gauge(Metric.TLS_CERTIFICATE_EXPIRY_SECONDS, epochSeconds);
  }

  /** Changes of its files, by whether they were taken or refused. */
  public Counter certificateChanges(boolean taken) {
    return meters.counter(Metric.TLS_CERTIFICATE_CHANGES, taken ? "taken" : "refused");
  }
}
