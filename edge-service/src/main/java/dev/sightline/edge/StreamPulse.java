package dev.sightline.edge;

import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamState;
import java.util.concurrent.TimeUnit;

/** Feels how much comes and goes of one stream, about once a second. One thread. */
final class StreamPulse {

  /** News of a camera comes every second; for so long there may be none. */
  private static final long BETWEEN_NEWS = TimeUnit.MILLISECONDS.toMicros(1_500);

  private final RateWindow in = new RateWindow();
  private final RateWindow out = new RateWindow();
  private long framesBefore;
  private long newsAt;
  private long feltAt;
  private long capturedAt;

  /**
   * @param now microseconds, by a clock that is never set
   * @param here what this node has sent; null when nobody has ever watched the stream here
   */
  Rates feel(long now, StreamStatus status, EdgeStream here) {
    feelIncoming(now, status);
    feelOutgoing(now, here);
    feltAt = now;
    return new Rates(
        in.framesPerSecond(), in.bitsPerSecond(), out.framesPerSecond(), out.bitsPerSecond());
  }

  /**
   * What was counted up to a picture belongs to the moment when that was captured: news of it comes
   * unevenly. While there is no news the time goes on all the same.
   */
  private void feelIncoming(long now, StreamStatus status) {
    if (status.state() != StreamState.LIVE) {
      in.clear();
      return;
    }
    if (status.frames() != framesBefore) {
      capturedAt = status.newestAt();
      newsAt = now;
    } else if (now - newsAt > BETWEEN_NEWS) {
      capturedAt += now - feltAt;
    }
    framesBefore = status.frames();
    in.add(capturedAt, status.frames(), status.bytes());
  }

  private void feelOutgoing(long now, EdgeStream here) {
    if (here == null || here.viewers() == 0) {
      out.clear();
    } else {
      out.add(now, here.framesOut(), here.bytesOut());
    }
  }
}
